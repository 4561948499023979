<?php

/**
 * What the suite finds in web-token 2.2.11, by the library alone: `php repro.php` where setup ran. Ends with an error where a line is
 * no longer so.
 */

declare(strict_types=1);

require __DIR__ . '/ldap-account-manager/autoload.php';

use Jose\Component\Core\JWK;
use Jose\Component\KeyManagement\JWKFactory;
use Jose\Easy\Load;

error_reporting(E_ALL & ~E_DEPRECATED);
const ME = 'https://api.example.com';
$key = JWKFactory::createRSAKey(2048);

function token(string $claims): string
{
    global $key;
    $encode = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $signed = $encode('{"alg":"RS256"}') . '.' . $encode($claims);
    openssl_sign($signed, $signature, Jose\Component\Core\Util\RSAKey::createFromJWK($key)->toPEM(), OPENSSL_ALGO_SHA256);

    return "$signed." . $encode($signature);
}

function shows(string $what, string $expected, string $claims, array $mandatory = ['aud'], ?string $me = ME): void
{
    global $key;
    $load = Load::jws(token($claims))->algs(['RS256'])->key($key->toPublic())->mandatory($mandatory);
    try {
        ($me === null ? $load : $load->aud($me))->run();
        $got = 'accepted';
    } catch (Throwable $e) {
        $got = substr(strrchr('\\' . $e::class, '\\'), 1);
    }
    printf("%-62s %s\n", $what, $got);
    if ($got !== $expected) {
        echo "expected $expected\n";
        exit(1);
    }
}

echo 'web-token ', Composer\InstalledVersions::getPrettyVersion('web-token/jwt-easy'), ', PHP ', PHP_VERSION, "\n";
shows('the identifier', 'accepted', '{"aud":"' . ME . '"}');
shows('another', 'InvalidClaimException', '{"aud":"https://other.example.com"}');
shows('without aud', 'MissingMandatoryClaimException', '{}');

echo "Without mandatory() a token without aud is accepted\n";
shows('without aud', 'accepted', '{}', []);
shows('an array around the claims: it has no aud', 'accepted', '[{"aud":"https://other.example.com"}]', []);

echo "No identifier is configured: aud is not looked at\n";
shows('aud of another', 'accepted', '{"aud":"https://other.example.com"}', [], null);

echo "An object is an array of its values\n";
shows('an object that holds the identifier', 'accepted', '{"aud":{"k":"' . ME . '"}}');

echo "What json_decode refuses is a TypeError\n";
shows('no JSON', 'TypeError', 'no JSON');
shows('null', 'TypeError', 'null');
shows('a string', 'TypeError', '"aud"');
shows('a comma too many', 'TypeError', '{"aud":"' . ME . '",}');
shows('a byte that is no UTF-8', 'TypeError', "{\"aud\":\"" . ME . "\",\"x\":\"\xFF\"}");
shows('600 levels', 'TypeError', '{"aud":"' . ME . '","x":' . str_repeat('[', 600) . str_repeat(']', 600) . '}');
