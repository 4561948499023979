<?php

/** firebase/php-jwt verifies the signature and the times, and hands over the claims as an object; it has no audience check. */

declare(strict_types=1);

require __DIR__ . '/../sdk/audiometer.php';
spl_autoload_register(static function (string $class): void { // the application's own loader wants all that it ships
    require __DIR__ . '/ldap-account-manager/firebase/php-jwt/src/' . basename(strtr($class, '\\', '/')) . '.php';
});

use Firebase\JWT\JWT;
use Firebase\JWT\Key;
use Firebase\JWT\SignatureInvalidException;

$installed = json_decode(file_get_contents(__DIR__ . '/ldap-account-manager/composer/installed.json'), true);
$versions = array_column($installed['packages'], 'version', 'name');
$description = [
    'name' => 'firebase/php-jwt', 'version' => ltrim($versions['firebase/php-jwt'], 'v'),
    'registry' => 'debian', 'package' => 'ldap-account-manager', 'homepage' => 'https://github.com/firebase/php-jwt',
    'kind' => 'decoder', 'algorithms' => ['HS256'], 'features' => ['many-identifiers', 'aud-required', 'aud-optional', 'any-issuer'],
    'notes' => 'JWT::decode with new Key(secret, HS256); the application reads ->aud',
];

Audiometer\serve($description, function (string $token, array $policy, Audiometer\Start $start): array {
    try {
        $claims = JWT::decode($token, new Key($start->secret(), 'HS256'));

        return property_exists($claims, 'aud') ? Audiometer\decoded($claims->aud) : Audiometer\decoded();
    } catch (SignatureInvalidException $e) {
        return Audiometer\reject('signature', $e);
    } catch (UnexpectedValueException | DomainException $e) { // "Provided JWT was invalid", "Provided JWT is malformed"
        return Audiometer\reject('claims-malformed', $e);
    }
});
