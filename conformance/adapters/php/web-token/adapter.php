<?php

/** web-token's Jose\Easy, as its documentation loads a JWT: algorithms, times, audience, issuer, key; mandatory() where `aud` is required. */

declare(strict_types=1);

require __DIR__ . '/../sdk/audiometer.php';
require __DIR__ . '/ldap-account-manager/autoload.php';

use Jose\Component\Checker\InvalidClaimException;
use Jose\Component\Checker\MissingMandatoryClaimException;
use Jose\Component\Core\JWK;
use Jose\Easy\Load;

$description = [
    'name' => 'web-token', 'version' => ltrim(Composer\InstalledVersions::getPrettyVersion('web-token/jwt-easy'), 'v'),
    'registry' => 'debian', 'package' => 'ldap-account-manager', 'homepage' => 'https://web-token.spomky-labs.com',
    'algorithms' => ['RS256'], 'features' => ['no-identifiers', 'issuer', 'any-issuer', 'aud-required', 'aud-optional'],
    'notes' => 'Jose\Easy\Load::jws: aud(the first identifier), iss(the issuer), mandatory([aud, iss]) as far as the policy requires them',
];

Audiometer\serve($description, function (string $token, array $policy, Audiometer\Start $start): array {
    $load = Load::jws($token)->algs(['RS256'])->exp()->iat()->nbf()->key(new JWK($start->keys['RS256']));
    $mandatory = $policy['presence'] === 'required' ? ['aud'] : [];
    if ($policy['identifiers'] !== []) {
        $load = $load->aud($policy['identifiers'][0]);
    }
    if ($policy['issuer'] !== null) {
        $load = $load->iss($policy['issuer']);
        $mandatory[] = 'iss'; // a checker alone looks only at claims that are there
    }
    try {
        $load->mandatory($mandatory)->run();

        return Audiometer\accept();
    } catch (InvalidClaimException $e) {
        return Audiometer\reject(['aud' => 'aud-mismatch', 'iss' => 'iss-mismatch'][$e->getClaim()] ?? 'other', $e);
    } catch (MissingMandatoryClaimException $e) {
        return Audiometer\reject(in_array('aud', $e->getClaims(), true) ? 'aud-missing' : 'iss-missing', $e);
    } catch (Exception $e) { // run() throws a plain Exception for a wrong signature; a TypeError and the like are no Exception
        return Audiometer\reject($e->getMessage() === 'Invalid signature' ? 'signature' : 'other', $e);
    }
});
