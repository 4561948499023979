#!/usr/bin/perl

# LemonLDAP::NG's OpenID Connect client: the calls of its Auth::OpenIDConnect on an ID token, on its Lib::OpenIDConnect alone.

use strict;
use warnings;
use lib '../sdk', 'liblemonldap-ng-common-perl', 'liblemonldap-ng-portal-perl';
use Audiometer qw(accept reject secret unsupported);
use Module::Metadata;

# What the portal gives to its plugins: the configuration, and a log, whose last error is the reason.
package RelyingParty {
    use Mouse;
    use Lemonldap::NG::Common::JWT qw(getJWTPayload);
    extends 'Lemonldap::NG::Portal::Lib::OpenIDConnect';
    has conf => (is => 'ro');
    has log => (is => 'ro', default => sub { [] });
    sub logger { $_[0] }
    sub debug { }
    sub error { push @{ $_[0]{log} }, $_[1] }
}

my %reasons = (
    'JWT signature verification failed' => 'signature', 'Could not decode incoming ID token' => 'claims-malformed',
    'Issuer mismatch' => 'iss-mismatch',
    'Client ID not found in audience array' => 'aud-mismatch', 'Audience mismatch' => 'aud-mismatch',
    'More than one audience, and azp not equal to client ID' => 'azp-mismatch',
);

my %description = (
    name => 'LemonLDAP::NG', version => Module::Metadata->new_from_module('Lemonldap::NG::Portal')->version,
    registry => 'debian', package => 'liblemonldap-ng-portal-perl', homepage => 'https://lemonldap-ng.org',
    algorithms => ['HS256'], features => [qw(issuer aud-required azp-errata1 azp-errata2)],
    profiles => [qw(oidc-errata1 oidc oidc-strict)],
    notes => 'verifyJWTSignature, getJWTPayload and checkIDTokenValidity with client ID and issuer (always compared); no nonce, no maximal age',
);

# Its configuration is JSON read without decoding UTF-8, and so is the token: to compare like with like the values have to be bytes.
sub bytes {
    my ($text) = @_;
    utf8::encode($text);
    return $text;
}

Audiometer::serve(\%description, sub {
    my ($token, $policy, $start) = @_;
    return unsupported('no-identifiers', 'the client ID is mandatory') unless @{ $policy->{identifiers} };
    my %options = (
        oidcOPMetaDataOptionsClientID => bytes($policy->{identifiers}[0]), oidcOPMetaDataOptionsClientSecret => secret($start),
        oidcOPMetaDataOptionsCheckJWTSignature => 1, oidcOPMetaDataOptionsIDTokenMaxAge => 0, oidcOPMetaDataOptionsUseNonce => 0,
    );
    my $party = RelyingParty->new(conf => { oidcOPMetaDataOptions => { op => \%options } });
    $party->oidcOPList->{op}{conf} = { issuer => bytes($policy->{issuer} // $start->{issuer}) };

    my $refused = sub { reject($reasons{ $_[0] } // 'other', $_[0]) };
    $party->verifyJWTSignature($token, 'op') or return $refused->('JWT signature verification failed');
    my $payload = RelyingParty::getJWTPayload($token) // return $refused->('Could not decode incoming ID token');
    $party->checkIDTokenValidity('op', $payload, undef) or return $refused->($party->log->[-1]);
    return accept();
});
