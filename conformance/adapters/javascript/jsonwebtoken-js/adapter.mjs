// jsonwebtoken, by its README. Variants: the audience as regular expressions, and the call without a callback.
import { accept, reject, secret, serve } from '../sdk/audiometer.mjs';
import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';

const regexp = process.argv.includes('--regexp');
const sync = process.argv.includes('--sync');

const adapter = {
  name: 'jsonwebtoken',
  package: 'jsonwebtoken',
  homepage: 'https://github.com/auth0/node-jsonwebtoken',
  algorithms: ['HS256'],
  features: ['aud-required', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer'],
  notes: `jwt.verify ${sync ? 'without' : 'with'} a callback; audience: ${regexp ? 'regular expressions' : 'strings'}`,
};

// Anchored and escaped, as careful a pattern as can be written for a fixed name.
const exactly = (text) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

// A KeyObject, which the README names beside string and buffer: of a buffer the library tries each time whether it is a public key.
let key;

serve(adapter, async ({ token, policy, keys }) => {
  const options = { algorithms: ['HS256'] };
  const audience = regexp ? policy.identifiers.map(exactly) : policy.identifiers;
  if (audience.length) options.audience = audience.length > 1 ? audience : audience[0];
  if (policy.issuer !== null) options.issuer = policy.issuer;
  key ??= createSecretKey(secret(keys.HS256));
  if (sync) {
    try {
      return accept(jwt.verify(token, key, options));
    } catch (error) {
      // The base of the types listed under "Errors & Codes".
      if (error instanceof jwt.JsonWebTokenError) return reject(error);
      throw error;
    }
  }
  // "If not, it will be called with the error": whatever comes through the callback is the documented refusal. What is thrown past it is not.
  return new Promise((resolve) => {
    jwt.verify(token, key, options, (error, claims) => resolve(error ? reject(error) : accept(claims)));
  });
});
