package Audiometer;

# The adapter protocol of audiometer, version 1, for Perl. An adapter is a description and a function:
#
#     use lib '../sdk';
#     use Audiometer qw(accept reject);
#     use Crypt::JWT qw(decode_jwt);
#     Audiometer::serve({ name => 'Crypt::JWT', version => $Crypt::JWT::VERSION, registry => 'debian', package => 'libcrypt-jwt-perl',
#             homepage => 'https://...', algorithms => ['HS256'], features => ['aud-required'], notes => 'verify_aud' }, sub {
#         my ($token, $policy, $start) = @_;
#         eval { decode_jwt(token => $token, key => $start->{keys}{HS256}, verify_aud => $policy->{identifiers}[0]); 1 } and return accept();
#         return $@ =~ /^JWT: / ? reject('other', $@) : die $@;
#     });
#
# The function says what the library said. It catches what the library's documentation names as a refusal and nothing else: whatever
# it dies of is reported as a fault. $start has `issuer`, that of every token, and `keys`, an algorithm to a JWK.

use strict;
use warnings;
use Exporter 'import';
use Scalar::Util qw(blessed);

our @EXPORT_OK = qw(accept reject unsupported decoded secret);

# The values that version 1 knows. A policy with another one is answered `unsupported`.
my %KNOWN = (
    presence => [qw(required optional)], shape => [qw(any string)], extras => [qw(allowed trusted none)],
    azp => [qw(ignored errata1 errata2 strict)],
);

# JSON::PP is a part of Perl; JSON::XS is the same, and fast.
my $json = (eval { require JSON::XS } ? 'JSON::XS' : do { require JSON::PP; 'JSON::PP' })->new->canonical->allow_nonref->max_depth(4096);

sub accept { return { verdict => 'accept' } }

# The library's own refusal; the reason is one of the protocol's coarse reasons.
sub reject {
    my ($reason, $error) = @_;
    return { verdict => 'reject', reason => $reason, error => describe($error) };
}

sub unsupported {
    my ($feature, $error) = @_;
    return { verdict => 'unsupported', feature => $feature, error => describe($error // '') };
}

# For libraries without an audience check: what `aud` holds. Without an argument: the claim is absent.
sub decoded {
    return { verdict => 'decoded', @_ ? (aud => $_[0]) : () };
}

# The bytes of the symmetric key.
sub secret {
    my ($start) = @_;
    require MIME::Base64;
    return MIME::Base64::decode_base64url($start->{keys}{HS256}{k});
}

sub describe {
    my ($error) = @_;
    my $text = blessed $error ? ref($error) . ": $error" : "$error";
    $text =~ s/ at \S+ line \d+(?:, <STDIN> line \d+)?\.?\s*\z//;
    return substr $text, 0, 500;
}

# Answers every request on standard input, and returns at its end.
sub serve {
    my ($description, $validate) = @_;
    open my $replies, '>&', \*STDOUT or die $!;
    open STDOUT, '>&', \*STDERR or die $!;    # whatever the library prints is no reply
    $replies->autoflush(1);
    my $start;
    while (my $line = <STDIN>) {
        my $request = eval { $json->utf8(1)->decode($line) };
        if (ref $request ne 'HASH') {
            print STDERR "the request is no JSON object\n";
            exit 2;
        }
        $start = { issuer => $request->{issuer}, keys => $request->{keys} } if $request->{cmd} eq 'start';
        my $reply = eval { answer($request, $description, $start, $validate) } // { verdict => 'fault', error => describe($@) };
        print {$replies} printable($json->utf8(0)->encode({ seq => $request->{seq}, %$reply })), "\n";
        exit 1 if $request->{cmd} eq 'start' && exists $reply->{error};
    }
    return;
}

# Perl's values may hold what JSON does not: infinity (1e999 read as a float) becomes null, and code points that are no characters (a lone
# surrogate that the library let through) are shown as \x{D800}, so that they equal nothing.
sub printable {
    my ($text) = @_;
    $text =~ s/("(?:[^"\\]++|\\.)*+")|-?(?:inf|nan)\w*/$1 \/\/ 'null'/gei;
    $text =~ s/([^\x{0}-\x{D7FF}\x{E000}-\x{10FFFF}])/sprintf '\\\\x{%X}', ord $1/ge;
    utf8::encode($text);
    return $text;
}

sub answer {
    my ($request, $description, $start, $validate) = @_;
    if ($request->{cmd} eq 'start') {
        my ($min, $max) = @{ $request->{protocol} }{qw(min max)};
        return { error => "speaks protocol 1, not $min to $max" } if $min > 1 || $max < 1;
        my %rest = %$description;
        my %implementation = map { $_ => delete $rest{$_} } qw(name version registry package homepage);
        $implementation{version} = "$implementation{version}";
        return { protocol => 1, window => 64, implementation => { %implementation, language => 'Perl', runtime => sprintf 'perl %vd', $^V }, %rest };
    }
    return unsupported("command $request->{cmd}") if $request->{cmd} ne 'validate';
    my $policy = $request->{policy};
    for my $field (sort keys %KNOWN) {
        my $value = $policy->{$field} // $KNOWN{$field}[0];
        return unsupported("$field-$value") unless grep { $_ eq $value } @{ $KNOWN{$field} };
    }
    return $validate->($request->{token}, $policy, $start);
}

1;
