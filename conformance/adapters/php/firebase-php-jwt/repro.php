<?php

/**
 * What the suite finds in firebase/php-jwt 6.10.2, by the library alone: `php repro.php` where setup ran. Ends with an error where a line is
 * no longer so.
 */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void { // the application's own loader wants all that it ships
    require __DIR__ . '/ldap-account-manager/firebase/php-jwt/src/' . basename(strtr($class, '\\', '/')) . '.php';
});

use Firebase\JWT\JWT;
use Firebase\JWT\Key;

const KEY = 'a key of this program, 32 bytes.';
const ME = 'https://api.example.com';

function shows(string $what, string $expected, string $claims): void
{
    $encode = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $signed = $encode('{"alg":"HS256"}') . '.' . $encode($claims);
    try {
        $jwt = "$signed." . $encode(hash_hmac('sha256', $signed, KEY, true));
        $got = json_encode(JWT::decode($jwt, new Key(KEY, 'HS256')), JSON_UNESCAPED_SLASHES);
    } catch (Throwable $e) {
        $got = substr(strrchr('\\' . $e::class, '\\'), 1);
    }
    printf("%-50s %s\n", $what, $got);
    if ($got !== $expected) {
        echo "expected $expected\n";
        exit(1);
    }
}

echo 'PHP ', PHP_VERSION, "\n";
shows('an object', '{"aud":"' . ME . '"}', '{"aud":"' . ME . '"}');
shows('no JSON', 'DomainException', 'no JSON');

echo "An array is taken for an object with the members 0, 1, ...\n";
shows('an array', '{"0":{"aud":"' . ME . '"}}', '[{"aud":"' . ME . '"}]');
shows('a string', 'UnexpectedValueException', '"aud"');
