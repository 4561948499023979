// jose 2, which many still have, by the documentation of JWT.verify. It has an API of its own, so it is not the adapter of jose at another version.
// Variant: JWT.IdToken.verify, which looks at azp as well.
import { accept, reject, secret, serve, unsupported } from '../sdk/audiometer.mjs';
import { errors, JWK, JWT } from 'jose';

const id = process.argv.includes('--id-token');

const adapter = {
  name: 'jose 2',
  package: 'jose',
  homepage: 'https://github.com/panva/jose/tree/v2.x',
  algorithms: ['HS256'],
  features: ['aud-required', 'issuer', ...(id ? ['azp-errata1', 'azp-errata2'] : ['many-identifiers', 'no-identifiers', 'any-issuer'])],
  profiles: id ? ['oidc-errata1', 'oidc'] : undefined,
  notes: id ? 'JWT.IdToken.verify with audience and issuer' : 'JWT.verify with audience (a string for one identifier, else a list) and issuer',
};

let key; // read once, as in the documentation's examples

serve(adapter, ({ token, policy, keys, issuer }) => {
  if (policy.identifiers.includes('')) return unsupported('empty-identifier', 'options.audience must be a string or an array of strings');
  if (policy.issuer === '') return unsupported('empty-issuer', 'options.issuer must be a string or an array of strings');
  const options = { algorithms: ['HS256'] };
  if (policy.identifiers.length) options.audience = policy.identifiers.length > 1 ? policy.identifiers : policy.identifiers[0];
  if (id || policy.issuer !== null) options.issuer = policy.issuer ?? issuer; // IdToken.verify insists on one
  key ??= JWK.asKey(secret(keys.HS256));
  const { verify } = id ? JWT.IdToken : JWT;
  try {
    return accept(verify(token, key, options));
  } catch (error) {
    // JOSEError is the documented base of everything that jose refuses with.
    if (error instanceof errors.JOSEError) return reject(error);
    throw error;
  }
});
