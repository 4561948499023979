#!/usr/bin/perl

# What the suite finds in LemonLDAP::NG 2.16.1, by its own check of an ID token alone: `perl repro.pl` where setup ran. Ends with an error
# where a line is no longer so.

use strict;
use warnings;
use lib 'liblemonldap-ng-common-perl', 'liblemonldap-ng-portal-perl';
use JSON ();

package RelyingParty {
    use Mouse;
    extends 'Lemonldap::NG::Portal::Lib::OpenIDConnect';
    has conf => (is => 'ro');
    sub logger { $_[0] }
    sub debug { }
    sub error { $_[0]{said} = $_[1] }
}

my $me = 'client-of-this-program';
my $rest = '"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800';

sub shows {
    my ($what, $expected, $claims, $client_id) = @_;
    my $party = RelyingParty->new(conf => { oidcOPMetaDataOptions => { op => { oidcOPMetaDataOptionsClientID => $client_id // $me } } });
    $party->oidcOPList->{op}{conf} = { issuer => 'https://issuer.example' };
    local $SIG{__WARN__} = sub { };
    my $accepted = eval { $party->checkIDTokenValidity('op', JSON::from_json($claims), undef) };
    my $got = $accepted ? 'accepted' : defined $accepted ? $party->{said} : $@ =~ s/ at \S+ line .*//sr;
    printf "%-50s %s\n", $what, $got;
    die "expected $expected\n" unless $got eq $expected;
}

print "perl $^V\n";
shows('the identifier', 'accepted', qq({$rest,"aud":"$me"}));
shows('another', 'Audience mismatch', qq({$rest,"aud":"other"}));
shows('without aud', 'Audience mismatch', "{$rest}");

print "azp is looked at from the third audience on (\$#audience > 1), and only in lists\n";
shows('two audiences without azp', 'accepted', qq({$rest,"aud":["$me","other"]}));
shows('two audiences, azp of another', 'accepted', qq({$rest,"aud":["$me","other"],"azp":"other"}));
shows('one audience, azp of another', 'accepted', qq({$rest,"aud":"$me","azp":"other"}));
shows('three audiences without azp', 'More than one audience, and azp not equal to client ID', qq({$rest,"aud":["$me","b","c"]}));

print "Further audiences are not looked at\n";
shows('two audiences', 'accepted', qq({$rest,"aud":["$me","other"],"azp":"$me"}));

print "An object, true or false is an error of Perl\n";
shows('aud is an object', 'Not an ARRAY reference', qq({$rest,"aud":{"k":"$me"}}));
shows('aud is true', 'Not an ARRAY reference', qq({$rest,"aud":true}));
shows('the claims set is an array', 'Not a HASH reference', qq([{$rest,"aud":"$me"}]));

print "The payload is read without decoding UTF-8\n";
shows('a byte that is no UTF-8', 'accepted', qq({$rest,"aud":"$me","x":"\xff"}));
shows('a character as an escape', 'Audience mismatch', qq({$rest,"aud":"\\u00e9"}), "\xc3\xa9");
shows('the bytes of its UTF-8 as two escapes', 'accepted', qq({$rest,"aud":"\\u00c3\\u00a9"}), "\xc3\xa9");

print "Numbers are compared as text, and null is the empty text\n";
shows('7 and "7"', 'accepted', qq({$rest,"aud":7}), '7');
shows('[7] and "7"', 'accepted', qq({$rest,"aud":[7]}), '7');
