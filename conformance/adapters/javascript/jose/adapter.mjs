// jose, by the documentation of jwtVerify. A set of identifiers is passed as `audience`, which makes the claim required.
import { accept, reject, serve } from '../sdk/audiometer.mjs';
import { errors, importJWK, jwtVerify } from 'jose';

const adapter = {
  name: 'jose',
  package: 'jose',
  homepage: 'https://github.com/panva/jose',
  algorithms: ['HS256'],
  features: ['aud-required', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer'],
  notes: 'jwtVerify with audience (a string for one identifier, else a list) and issuer',
};

const REASONS = {
  'aud missing': 'aud-missing',
  'aud check_failed': 'aud-mismatch',
  'iss missing': 'iss-missing',
  'iss check_failed': 'iss-mismatch',
};

serve(adapter, async ({ token, policy, keys }) => {
  const options = { algorithms: ['HS256'] };
  if (policy.identifiers.length) options.audience = policy.identifiers.length > 1 ? policy.identifiers : policy.identifiers[0];
  if (policy.issuer !== null) options.issuer = policy.issuer;
  try {
    const { payload } = await jwtVerify(token, await importJWK(keys.HS256, 'HS256'), options);
    return accept(payload);
  } catch (error) {
    // JOSEError is the documented base of everything that jose refuses with.
    if (error instanceof errors.JOSEError) return reject(error, REASONS[`${error.claim} ${error.reason}`]);
    throw error;
  }
});
