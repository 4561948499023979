#!/usr/bin/perl

# JSON::WebToken verifies the signature and hands over the claims; it has no audience check.

use strict;
use warnings;
use lib '../sdk';
use Audiometer qw(decoded reject secret);
use JSON ();
use JSON::WebToken;
use Scalar::Util qw(blessed);

my %description = (
    name => 'JSON::WebToken', version => $JSON::WebToken::VERSION,
    registry => 'debian', package => 'libjson-webtoken-perl', homepage => 'https://metacpan.org/pod/JSON::WebToken',
    kind => 'decoder', algorithms => ['HS256'], features => [qw(many-identifiers aud-required aud-optional any-issuer)],
    notes => 'JSON::WebToken->decode with the key, verified, HS256; the application reads {aud}; with ' . JSON->backend,
);

Audiometer::serve(\%description, sub {
    my ($token, undef, $start) = @_;
    my $claims = eval { JSON::WebToken->decode($token, secret($start), 1, 'HS256') };
    if (my $error = $@) {
        die $error unless blessed $error && $error->isa('JSON::WebToken::Exception');
        return reject($error->code eq 'invalid_signature' ? 'signature' : 'claims-malformed', $error->message);
    }
    return exists $claims->{aud} ? decoded($claims->{aud}) : decoded();
});
