#!/usr/bin/perl

# Mojo::JWT verifies the signature and the times, and hands over the claims; it has no audience check.

use strict;
use warnings;
use lib '../sdk';
use Audiometer qw(decoded reject secret);
use Mojo::JSON;
use Mojo::JWT;

my %description = (
    name => 'Mojo::JWT', version => $Mojo::JWT::VERSION,
    registry => 'debian', package => 'libmojo-jwt-perl', homepage => 'https://metacpan.org/pod/Mojo::JWT',
    kind => 'decoder', algorithms => ['HS256'], features => [qw(many-identifiers aud-required aud-optional any-issuer)],
    notes => 'Mojo::JWT->new(secret => ...)->decode; the application reads {aud}; with '
        . (Mojo::JSON::JSON_XS() ? 'Cpanel::JSON::XS' : 'Mojo::JSON'),
);

# What decode dies of where it refuses a token: its own words, and those of decode_json, which "dies if decoding fails".
my $own = qr/^(?:Failed HS validation|Unsupported signing algorithm|Required header field|JWT (?:has expired|is not yet valid))/;
my $json = qr/^Malformed JSON|, at character offset \d+/;

Audiometer::serve(\%description, sub {
    my ($token, undef, $start) = @_;
    my $claims = eval { Mojo::JWT->new(secret => secret($start))->decode($token) };
    if ($@) {
        die $@ unless $@ =~ $own || $@ =~ $json;
        return reject($@ =~ /^Failed/ ? 'signature' : 'claims-malformed', $@);
    }
    return ref $claims eq 'HASH' && exists $claims->{aud} ? decoded($claims->{aud}) : decoded();
});
