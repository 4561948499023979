// idtoken-verifier, by its README; the key comes from the documented jwksCache.
import { accept, reject, serve } from '../sdk/audiometer.mjs';
import IdTokenVerifier from 'idtoken-verifier';

const adapter = {
  name: 'idtoken-verifier',
  package: 'idtoken-verifier',
  homepage: 'https://github.com/auth0/idtoken-verifier',
  algorithms: ['RS256'],
  features: ['aud-required', 'issuer', 'azp-errata1', 'azp-errata2'],
  profiles: ['oidc-errata1', 'oidc'],
  notes: 'new IdTokenVerifier({ issuer, audience, jwksCache })',
};

const hex = (text) => Buffer.from(text, 'base64url').toString('hex');

serve(adapter, ({ token, policy, keys, issuer }) => {
  const key = { modulus: hex(keys.RS256.n), exp: hex(keys.RS256.e) };
  const jwksCache = { has: () => true, get: () => key, set: () => undefined };
  const verifier = new IdTokenVerifier({ issuer: policy.issuer ?? issuer, audience: policy.identifiers[0], jwksCache });
  return new Promise((resolve, fail) => {
    verifier.verify(token, (error, claims) => {
      if (!error) return resolve(accept(claims));
      // The type is not exported.
      return error.name === 'TokenValidationError' ? resolve(reject(error)) : fail(error);
    });
  });
});
