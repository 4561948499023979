#!/usr/bin/perl

# What the suite finds in Mojo::JWT 0.09, by the library alone: `perl repro.pl`. Ends with an error where a line is no longer so.

use strict;
use warnings;
use Digest::SHA qw(hmac_sha256);
use Encode ();
use MIME::Base64 qw(encode_base64url);
use Mojo::JWT;

my $key = 'a key of this program, 32 bytes.';
my $me = 'https://api.example.com';

sub token {
    my ($claims) = @_;
    my $signed = encode_base64url('{"alg":"HS256"}') . '.' . encode_base64url($claims);
    return "$signed." . encode_base64url(hmac_sha256($signed, $key));
}

sub shows {
    my ($what, $expected, $claims) = @_;
    my $got = eval { Mojo::JWT->new(secret => $key)->decode(token($claims))->{aud} // 'no aud' } // $@ =~ s/,? at .*//sr;
    printf "%-50s %s\n", $what, $got;
    die "expected $expected\n" unless index($got, $expected) == 0;
}

print "Mojo::JWT $Mojo::JWT::VERSION, ", (Mojo::JSON::JSON_XS() ? 'Cpanel::JSON::XS' : 'Mojo::JSON'), ", perl $^V\n";
shows('the identifier', $me, qq({"aud":"$me"}));
shows('no JSON', "'null' expected", 'no JSON');

print "A claims set that is no object is an error of Perl\n";
shows('true', 'Not a HASH reference', 'true');
shows('a string', q(Can't use string), '"aud"');
shows('an array', 'Not a HASH reference', qq([{"aud":"$me"}]));

print "null is an object without aud\n";
shows('null', 'no aud', 'null');

print "Cpanel::JSON::XS reads more than UTF-8\n";
shows('UTF-16 with a byte order mark', $me, "\xFF\xFE" . Encode::encode('UTF-16LE', qq({"aud":"$me"})));
shows('a surrogate as bytes, in another claim', $me, qq({"aud":"$me","x":"\xED\xA0\x80"}));
