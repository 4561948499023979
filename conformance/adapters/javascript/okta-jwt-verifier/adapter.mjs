// @okta/jwt-verifier, by its README. The default is an access token at its API; the variant, an ID token at its client.
import { accept, isBug, pem, reject, serve, unsupported } from '../sdk/audiometer.mjs';
import OktaJwtVerifier from '@okta/jwt-verifier';

const id = process.argv.includes('--id-token');

const adapter = {
  name: '@okta/jwt-verifier',
  package: '@okta/jwt-verifier',
  homepage: 'https://github.com/okta/okta-jwt-verifier-js',
  algorithms: ['RS256'],
  features: ['aud-required', 'issuer', ...(id ? ['extras-trusted', 'extras-none'] : ['many-identifiers'])],
  profiles: id ? ['oidc-errata1', 'oidc', 'oidc-strict', 'oidc-backend'] : undefined,
  notes: id ? 'verifyIdToken(token, clientId)' : 'verifyAccessToken(token, expectedAud)',
};

const verifiers = new Map();

function verifier(issuer, key) {
  if (!verifiers.has(issuer)) {
    // The suite's issuers are any text.
    const made = new OktaJwtVerifier({ issuer, testing: { disableHttpsCheck: !issuer.startsWith('https://') } });
    // It finds keys by `kid` and over the network. The suite's tokens have no kid, so the key is given where the library asks for it.
    made.verifier.withKeyResolver((kid, done) => done(null, key));
    verifiers.set(issuer, made);
  }
  return verifiers.get(issuer);
}

serve(adapter, async ({ token, policy, keys, issuer }) => {
  if (policy.issuer === '') return unsupported('empty-issuer', 'the constructor throws: Your Okta URL is missing');
  const verify = verifier(policy.issuer ?? issuer, pem(keys.RS256));
  const { identifiers } = policy;
  try {
    const jwt = id
      ? await verify.verifyIdToken(token, identifiers[0])
      : await verify.verifyAccessToken(token, identifiers.length > 1 ? identifiers : identifiers[0]);
    return accept(jwt.claims);
  } catch (error) {
    // A rejected promise is "a validation failed"; the library refuses with plain errors.
    if (isBug(error)) throw error;
    return reject(error);
  }
});
