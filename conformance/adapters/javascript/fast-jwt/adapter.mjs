// fast-jwt, by its README. Variants: the claims that the policy needs are named in requiredClaims; the audience as regular expressions.
import { accept, reject, secret, serve } from '../sdk/audiometer.mjs';
import { createVerifier, TokenError } from 'fast-jwt';

const required = process.argv.includes('--required-claims');
const global = process.argv.includes('--regexp-global');
const regexp = global || process.argv.includes('--regexp');

const adapter = {
  name: 'fast-jwt',
  package: 'fast-jwt',
  homepage: 'https://github.com/nearform/fast-jwt',
  algorithms: ['HS256'],
  features: [...(required ? ['aud-required'] : []), 'aud-optional', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer'],
  notes: `createVerifier with allowedAud (${regexp ? 'regular expressions' : 'strings'}) and allowedIss${required ? ', and requiredClaims' : ''}`,
};

// Anchored and escaped, as careful a pattern as can be written for a fixed name.
const exactly = (text) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, global ? 'g' : '');

// A verifier is made once and used again, as the README does.
const verifiers = new Map();

function verifier(policy, keys) {
  const name = JSON.stringify([policy.identifiers, policy.issuer, policy.presence]);
  if (!verifiers.has(name)) {
    const options = { key: secret(keys.HS256), algorithms: ['HS256'] };
    const audience = regexp ? policy.identifiers.map(exactly) : policy.identifiers;
    if (audience.length) options.allowedAud = audience.length > 1 ? audience : audience[0];
    if (policy.issuer !== null) options.allowedIss = policy.issuer;
    if (required) {
      options.requiredClaims = [];
      if (policy.presence === 'required') options.requiredClaims.push('aud');
      if (policy.issuer !== null) options.requiredClaims.push('iss');
    }
    verifiers.set(name, createVerifier(options));
  }
  return verifiers.get(name);
}

serve(adapter, ({ token, policy, keys }) => {
  const verify = verifier(policy, keys);
  try {
    return accept(verify(token));
  } catch (error) {
    // All errors of the library are a TokenError, says the README.
    if (error instanceof TokenError) return reject(error);
    throw error;
  }
});
