#!/usr/bin/perl

# Crypt::JWT, as its documentation verifies a claim: verify_aud with a string, or (--regexp) with qr/^...$/. It takes no list.

use strict;
use warnings;
use lib '../sdk', 'libcrypt-jwt-perl';
use Audiometer qw(accept reject);
use Crypt::JWT qw(decode_jwt);
use JSON ();

my $regexp = grep { $_ eq '--regexp' } @ARGV;
my %reasons = (
    'aud claim required' => 'aud-missing', 'aud claim' => 'aud-mismatch', 'iss claim required' => 'iss-missing', 'iss claim' => 'iss-mismatch',
);

sub expectation {
    my @values = @_;
    return $values[0] unless $regexp;
    my $any = join '|', map { quotemeta } @values;
    return qr/^(?:$any)$/;
}

my %description = (
    name => 'Crypt::JWT', version => $Crypt::JWT::VERSION,
    registry => 'debian', package => 'libcrypt-jwt-perl', homepage => 'https://metacpan.org/pod/Crypt::JWT',
    algorithms => ['HS256'],
    features => [qw(no-identifiers issuer any-issuer aud-required), $regexp ? 'many-identifiers' : ()],
    notes => ($regexp ? 'verify_aud => qr/^(?:...)$/' : 'verify_aud => the first identifier') . '; verify_iss => the issuer; with ' . JSON->backend,
);

Audiometer::serve(\%description, sub {
    my ($token, $policy, $start) = @_;
    my %options = (token => $token, key => $start->{keys}{HS256}, accepted_alg => 'HS256');
    $options{verify_aud} = expectation(@{ $policy->{identifiers} }) if @{ $policy->{identifiers} };
    $options{verify_iss} = $policy->{issuer} if defined $policy->{issuer};
    eval { decode_jwt(%options); 1 } and return accept();
    my $error = $@;
    die $error unless $error =~ /^JW[TS]: (.*)/;    # "croaks": its own messages begin so
    my ($reason) = grep { index($1, $_) == 0 } sort { length $b <=> length $a } keys %reasons;
    return reject(defined $reason ? $reasons{$reason} : 'other', $error);
});
