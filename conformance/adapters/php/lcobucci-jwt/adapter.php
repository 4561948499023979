<?php

/** lcobucci/jwt, as its documentation parses and validates a token in one go: JwtFacade::parse with the constraints that it has. */

declare(strict_types=1);

require __DIR__ . '/../sdk/audiometer.php';
spl_autoload_register(static function (string $class): void { // the package's own loader has absolute paths
    $file = strtr($class, ['Lcobucci\\JWT\\' => 'php-lcobucci-jwt/', 'Psr\\Clock\\' => 'php-psr-clock/', '\\' => '/']);
    require __DIR__ . "/$file.php";
});

use Lcobucci\JWT\Encoding\CannotDecodeContent;
use Lcobucci\JWT\JwtFacade;
use Lcobucci\JWT\Signer\Hmac\Sha256;
use Lcobucci\JWT\Signer\Key\InMemory;
use Lcobucci\JWT\Token\InvalidTokenStructure;
use Lcobucci\JWT\Validation\Constraint;
use Lcobucci\JWT\Validation\RequiredConstraintsViolated;

$clock = new class () implements Psr\Clock\ClockInterface {
    public function now(): DateTimeImmutable
    {
        return new DateTimeImmutable();
    }
};

$description = [
    'name' => 'lcobucci/jwt', 'version' => strtok(file_get_contents(__DIR__ . '/php-lcobucci-jwt/VERSION'), '-'),
    'registry' => 'debian', 'package' => 'php-lcobucci-jwt', 'homepage' => 'https://github.com/lcobucci/jwt',
    'algorithms' => ['HS256'], 'features' => ['no-identifiers', 'issuer', 'any-issuer', 'aud-required'],
    'notes' => 'JwtFacade::parse with SignedWith, LooseValidAt, PermittedFor(the first identifier), IssuedBy(the issuer)',
];

Audiometer\serve($description, function (string $token, array $policy, Audiometer\Start $start) use ($clock): array {
    $constraints = [];
    if ($policy['identifiers'] !== []) {
        $constraints[] = new Constraint\PermittedFor($policy['identifiers'][0]);
    }
    if ($policy['issuer'] !== null) {
        $constraints[] = new Constraint\IssuedBy($policy['issuer']);
    }
    $signed = new Constraint\SignedWith(new Sha256(), InMemory::plainText($start->secret()));
    try {
        (new JwtFacade())->parse($token, $signed, new Constraint\LooseValidAt($clock), ...$constraints);

        return Audiometer\accept();
    } catch (RequiredConstraintsViolated $e) {
        $reasons = [
            Constraint\SignedWith::class => 'signature', Constraint\PermittedFor::class => 'aud-mismatch',
            Constraint\IssuedBy::class => 'iss-mismatch',
        ];

        return Audiometer\reject($reasons[$e->violations()[0]->constraint] ?? 'other', $e);
    } catch (InvalidTokenStructure | CannotDecodeContent $e) {
        return Audiometer\reject('claims-malformed', $e);
    }
});
