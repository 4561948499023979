<?php

/** facile-it/php-jose-verifier's verifier of ID tokens, or of (--access-token) access tokens, built from the issuer's and the client's metadata. */

declare(strict_types=1);

require __DIR__ . '/../sdk/audiometer.php';
require __DIR__ . '/ldap-account-manager/autoload.php';

use Facile\JoseVerifier\AccessTokenVerifierBuilder;
use Facile\JoseVerifier\Exception\ExceptionInterface;
use Facile\JoseVerifier\IdTokenVerifierBuilder;
use Facile\JoseVerifier\JWK\MemoryJwksProvider;
use Jose\Component\Checker\InvalidClaimException;
use Jose\Component\Checker\MissingMandatoryClaimException;

$builderClass = in_array('--access-token', $argv, true) ? AccessTokenVerifierBuilder::class : IdTokenVerifierBuilder::class;
$idToken = $builderClass === IdTokenVerifierBuilder::class;

$description = [
    'name' => 'facile-it/php-jose-verifier',
    'version' => ltrim(Composer\InstalledVersions::getPrettyVersion('facile-it/php-jose-verifier'), 'v'),
    'registry' => 'debian', 'package' => 'ldap-account-manager', 'homepage' => 'https://github.com/facile-it/php-jose-verifier',
    'algorithms' => ['RS256'], 'features' => ['issuer', 'aud-required', 'azp-errata2'],
    'profiles' => $idToken ? ['oidc-errata1', 'oidc', 'oidc-strict', 'oidc-backend'] : ['jwt-bcp', 'access-token'],
    'notes' => basename(strtr($builderClass, '\\', '/'))
        . ' with client_id the first identifier and the issuer (always compared); withAzp(client_id) under errata 2',
];

Audiometer\serve($description, function (string $token, array $policy, Audiometer\Start $start) use ($builderClass): array {
    if (empty($policy['identifiers'][0])) { // the builder's own condition: it takes neither '' nor '0'
        return Audiometer\unsupported('no-identifiers', 'Invalid "client_id" from client metadata');
    }
    if ($policy['issuer'] === '') {
        return Audiometer\unsupported('empty-issuer', 'Invalid "issuer" from issuer metadata');
    }
    $builder = new $builderClass();
    $builder->setIssuerMetadata(['issuer' => $policy['issuer'] ?? $start->issuer]);
    $builder->setClientMetadata(['client_id' => $policy['identifiers'][0], 'id_token_signed_response_alg' => 'RS256']);
    $builder->setJwksProvider(new MemoryJwksProvider(['keys' => [$start->keys['RS256']]]));
    $verifier = $builder->build();
    if ($policy['azp'] === 'errata2') {
        $verifier = $verifier->withAzp($policy['client_id']); // compared where azp is there
    }
    try {
        $verifier->verify($token);

        return Audiometer\accept();
    } catch (ExceptionInterface $e) {
        $cause = $e->getPrevious();
        $reason = match (true) {
            $cause instanceof InvalidClaimException => "{$cause->getClaim()}-mismatch",
            $cause instanceof MissingMandatoryClaimException => in_array('aud', $cause->getClaims(), true) ? 'aud-missing' : 'other',
            default => 'other',
        };
        $reason = in_array($reason, ['aud-mismatch', 'iss-mismatch', 'azp-mismatch', 'aud-missing'], true) ? $reason : 'other';

        return Audiometer\reject($reason, $cause ?? $e);
    }
});
