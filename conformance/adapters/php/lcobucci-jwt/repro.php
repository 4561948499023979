<?php

/**
 * What the suite finds in lcobucci/jwt 5.5.0, by the library alone: `php repro.php` where setup ran. Ends with an error where a line is
 * no longer so.
 */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    $file = strtr($class, ['Lcobucci\\JWT\\' => 'php-lcobucci-jwt/', 'Psr\\Clock\\' => 'php-psr-clock/', '\\' => '/']);
    require __DIR__ . "/$file.php";
});

use Lcobucci\JWT\Signer\Hmac\Sha256;
use Lcobucci\JWT\Signer\Key\InMemory;
use Lcobucci\JWT\Token\Parser;
use Lcobucci\JWT\Validation\Constraint\PermittedFor;
use Lcobucci\JWT\Validation\Constraint\SignedWith;
use Lcobucci\JWT\Validation\Validator;

const KEY = 'a key of this program, 32 bytes.';
const ME = 'https://api.example.com';

function shows(string $what, string $expected, string $claims, ?string $me = ME): void
{
    $encode = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $signed = $encode('{"alg":"HS256"}') . '.' . $encode($claims);
    try {
        $jwt = "$signed." . $encode(hash_hmac('sha256', $signed, KEY, true));
        $token = (new Parser(new Lcobucci\JWT\Encoding\JoseEncoder()))->parse($jwt);
        $constraints = [new SignedWith(new Sha256(), InMemory::plainText(KEY)), ...($me === null ? [] : [new PermittedFor($me)])];
        (new Validator())->assert($token, ...$constraints);
        $got = 'accepted';
    } catch (Throwable $e) {
        $got = substr(strrchr('\\' . $e::class, '\\'), 1);
    }
    printf("%-50s %s\n", $what, $got);
    if ($got !== $expected) {
        echo "expected $expected\n";
        exit(1);
    }
}

echo 'lcobucci/jwt ', file_get_contents(__DIR__ . '/php-lcobucci-jwt/VERSION');
shows('the identifier', 'accepted', '{"aud":"' . ME . '"}');
shows('another', 'RequiredConstraintsViolated', '{"aud":"https://other.example.com"}');
shows('without aud', 'RequiredConstraintsViolated', '{}');
shows('no JSON', 'CannotDecodeContent', 'no JSON');

echo "No identifier is configured: aud is not looked at\n";
shows('aud of another', 'accepted', '{"aud":"https://other.example.com"}', null);

echo "An object is an array of its values\n";
shows('an object that holds the identifier', 'accepted', '{"aud":{"k":"' . ME . '"}}');

echo "A list is an array without members of these names\n";
shows('a list for claims', 'accepted', '[{"aud":"https://other.example.com"}]', null);
shows('a string for claims', 'InvalidTokenStructure', '""', null);

echo "A member without a name is refused\n";
shows('an empty name', 'InvalidTokenStructure', '{"aud":"' . ME . '","":1}');
