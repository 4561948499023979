<?php

/**
 * What the suite finds in facile-it/php-jose-verifier 0.3.0, and withAzp, by the library alone: `php repro.php` where setup ran. Ends with
 * an error where a line is no longer so.
 */

declare(strict_types=1);

require __DIR__ . '/ldap-account-manager/autoload.php';

use Facile\JoseVerifier\IdTokenVerifierBuilder;
use Facile\JoseVerifier\JWK\MemoryJwksProvider;
use Jose\Component\KeyManagement\JWKFactory;

error_reporting(E_ALL & ~E_DEPRECATED);
const ME = 'client-of-this-program';
const REST = '"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800';
$key = JWKFactory::createRSAKey(2048);

function token(string $claims): string
{
    global $key;
    $encode = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $signed = $encode('{"alg":"RS256"}') . '.' . $encode($claims);
    openssl_sign($signed, $signature, Jose\Component\Core\Util\RSAKey::createFromJWK($key)->toPEM(), OPENSSL_ALGO_SHA256);

    return "$signed." . $encode($signature);
}

function shows(string $what, string $expected, string $claims, ?string $azp = null, string $me = ME, string $issuer = 'https://issuer.example'): void
{
    global $key;
    try {
        $builder = new IdTokenVerifierBuilder();
        $builder->setIssuerMetadata(['issuer' => $issuer]);
        $builder->setClientMetadata(['client_id' => $me, 'id_token_signed_response_alg' => 'RS256']);
        $builder->setJwksProvider(new MemoryJwksProvider(['keys' => [$key->toPublic()->all()]]));
        $builder->build()->withAzp($azp)->verify(token($claims));
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

echo 'php-jose-verifier ', Composer\InstalledVersions::getPrettyVersion('facile-it/php-jose-verifier'), ', PHP ', PHP_VERSION, "\n";
shows('the identifier', 'accepted', '{' . REST . ',"aud":"' . ME . '"}');
shows('another', 'InvalidTokenException', '{' . REST . ',"aud":"other"}');
shows('without aud', 'InvalidTokenException', '{' . REST . '}');

echo "An object is an array of its values\n";
shows('an object that holds the identifier', 'accepted', '{' . REST . ',"aud":{"k":"' . ME . '"}}');

echo "azp is compared only where withAzp was called and azp is there\n";
shows('azp of another', 'accepted', '{' . REST . ',"aud":"' . ME . '","azp":"other"}');
shows('azp of another, withAzp', 'InvalidTokenException', '{' . REST . ',"aud":"' . ME . '","azp":"other"}', ME);
shows('two audiences without azp, withAzp', 'accepted', '{' . REST . ',"aud":["' . ME . '","other"]}', ME);

echo "The builder takes no client_id and no issuer that PHP finds empty\n";
shows('the client 0', 'InvalidArgumentException', '{' . REST . ',"aud":"0"}', null, '0');
shows('the issuer 7', 'accepted', '{"aud":"' . ME . '",' . str_replace('https://issuer.example', '7', REST) . '}', issuer: '7');
shows('the issuer 0', 'InvalidArgumentException', '{"aud":"' . ME . '",' . str_replace('https://issuer.example', '0', REST) . '}', issuer: '0');
