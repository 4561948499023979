#!/usr/bin/perl

# What the suite finds in JSON::WebToken 0.10, by the library alone: `perl repro.pl`. Ends with an error where a line is no longer so.

use strict;
use warnings;
use Digest::SHA qw(hmac_sha256);
use JSON ();
use JSON::WebToken;
use MIME::Base64 qw(encode_base64url);

my $key = 'a key of this program, 32 bytes.';
my $me = 'https://api.example.com';

sub token {
    my ($claims) = @_;
    my $signed = encode_base64url('{"alg":"HS256"}') . '.' . encode_base64url($claims);
    return "$signed." . encode_base64url(hmac_sha256($signed, $key));
}

sub shows {
    my ($what, $expected, $claims) = @_;
    my $got = eval {
        my $decoded = JSON::WebToken->decode(token($claims), $key, 1, 'HS256');
        $decoded->{aud} // 'no aud';
    } // (ref $@ || $@ =~ s/ at \S+ line .*//sr);
    printf "%-50s %s\n", $what, $got;
    die "expected $expected\n" unless $got eq $expected;
}

print "JSON::WebToken $JSON::WebToken::VERSION with ${\JSON->backend}, perl $^V\n";
shows('the identifier', $me, qq({"aud":"$me"}));
shows('no JSON', 'JSON::WebToken::Exception', 'no JSON');

print "A claims set that is no object is handed over, and not a hash reference as documented; null is one without aud\n";
shows('an array', 'Not a HASH reference', qq([{"aud":"$me"}]));
shows('a string', q(Can't use string ("aud") as a HASH ref while "strict refs" in use), '"aud"');
shows('null', 'no aud', 'null');

print "JSON::XS reads bytes that are no UTF-8\n";
shows('a surrogate as bytes, in another claim', $me, qq({"aud":"$me","x":"\xED\xA0\x80"}));
shows('a code point above the last', $me, qq({"aud":"$me","x":"\xF4\x90\x80\x80"}));

print "Other claims are not looked at\n";
shows('exp is past', $me, qq({"aud":"$me","exp":1}));
