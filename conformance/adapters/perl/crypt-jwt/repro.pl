#!/usr/bin/perl

# What the suite finds in Crypt::JWT 0.037, by the library alone: `perl repro.pl` where setup ran. Ends with an error where a line is no longer so.

use strict;
use warnings;
use lib 'libcrypt-jwt-perl';
use Crypt::JWT qw(decode_jwt);
use Digest::SHA qw(hmac_sha256);
use MIME::Base64 qw(encode_base64url);

my $key = 'a key of this program, 32 bytes.';
my $me = 'https://api.example.com';

sub token {
    my ($claims) = @_;
    my $signed = encode_base64url('{"alg":"HS256"}') . '.' . encode_base64url($claims);
    return "$signed." . encode_base64url(hmac_sha256($signed, $key));
}

sub shows {
    my ($what, $expected, $claims, %options) = @_;
    %options = (verify_aud => $me) unless %options;
    local $SIG{__WARN__} = sub { };
    my $accepted = eval { decode_jwt(token => token($claims), key => $key, accepted_alg => 'HS256', %options); 1 };
    my $got = $accepted ? 'accepted' : $@ =~ s/ at \S+ line .*//sr;
    printf "%-60s %s\n", $what, $got;
    die "expected $expected\n" unless $got eq $expected;
}

print "Crypt::JWT $Crypt::JWT::VERSION with ${\JSON->backend}, perl $^V\n";
my $mismatch = 'JWT: aud claim check failed';
shows('the identifier', 'accepted', qq({"aud":"$me"}));
shows('another', $mismatch, '{"aud":"other"}');
shows('without aud', 'JWT: aud claim required but missing', '{}');

print "verify_aud and verify_iss as text are not looked at where the payload is no object: they are compared with 0 as a number\n";
shows('no JSON', 'accepted', 'no JSON');
shows('a comma too many', 'accepted', '{"aud":"other",}');
shows('a byte that is no UTF-8', 'accepted', qq({"aud":"other","x":"\xFF"}));
shows('600 levels', 'accepted', '{"aud":"other","x":' . '[' x 600 . ']' x 600 . '}');
shows('an array', 'accepted', '[{"aud":"other","exp":1}]');
shows('null', 'accepted', 'null');
shows('half of a surrogate pair', 'accepted', '{"aud":"other","iss":"other\ud800"}', verify_aud => $me, verify_iss => 'issuer');
shows('the same without it', $mismatch, '{"aud":"other","iss":"other"}', verify_aud => $me, verify_iss => 'issuer');
shows('an array, decode_payload => 1', 'accepted', '[{"aud":"other"}]', verify_aud => $me, decode_payload => 1);
shows('an array, the identifier begins with a digit', 'JWT: cannot check verify_aud (payload not decoded JSON/HASH)', '[]', verify_aud => '1-me');
shows('an array, a pattern', 'JWT: cannot check verify_aud (payload not decoded JSON/HASH)', '[]', verify_aud => qr/^me$/);

print "Numbers and true are compared as text\n";
shows('7 and "7"', 'accepted', '{"aud":7}', verify_aud => '7');
shows('7.0 and "7"', 'accepted', '{"aud":7.0}', verify_aud => '7');
shows('true and "1"', 'accepted', '{"aud":true}', verify_aud => '1');

print "A pattern: \$ stands before a line feed at the end, null is the empty text\n";
shows('the identifier and a line feed', 'accepted', '{"aud":"me\n"}', verify_aud => qr/^(?:me)$/);
shows('null and ""', 'accepted', '{"aud":null}', verify_aud => qr/^(?:)$/);

print "No identifier is configured: aud is not looked at\n";
shows('aud of another', 'accepted', '{"aud":"other"}', verify_aud => undef);

print "Where nothing is to be verified, as with a pattern and no identifier, the payload need not be an object\n";
shows('null', 'accepted', 'null', verify_aud => undef);
shows('no JSON', 'accepted', 'no JSON', verify_aud => undef);
shows('null, a pattern', 'JWT: cannot check verify_aud (payload not decoded JSON/HASH)', 'null', verify_aud => qr/^me$/);

print "JSON::XS reads bytes that are no UTF-8\n";
shows('a surrogate as bytes, in another claim', 'accepted', qq({"aud":"$me","x":"\xED\xA0\x80"}));
