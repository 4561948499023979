// @hapi/jwt, by its documentation: decode, then verify. Variant: the audience as regular expressions.
import { accept, isBug, reject, secret, serve } from '../sdk/audiometer.mjs';
import Jwt from '@hapi/jwt';

const regexp = process.argv.includes('--regexp');

const adapter = {
  name: '@hapi/jwt',
  package: '@hapi/jwt',
  homepage: 'https://hapi.dev/module/jwt/',
  algorithms: ['HS256'],
  features: ['aud-required', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer'],
  notes: `token.decode and token.verify with aud (${regexp ? 'regular expressions' : 'strings'}) and iss`,
};

// Anchored and escaped, as careful a pattern as can be written for a fixed name.
const exactly = (text) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

serve(adapter, ({ token, policy, keys }) => {
  const options = { aud: false, iss: false, sub: false };
  const audience = regexp ? policy.identifiers.map(exactly) : policy.identifiers;
  if (audience.length) options.aud = audience.length > 1 ? audience : audience[0];
  if (policy.issuer !== null) options.iss = policy.issuer;
  try {
    const artifacts = Jwt.token.decode(token);
    Jwt.token.verify(artifacts, { key: secret(keys.HS256), algorithms: ['HS256'] }, options);
    return accept(artifacts.decoded.payload);
  } catch (error) {
    // It refuses with plain errors.
    if (isBug(error)) throw error;
    return reject(error);
  }
});
