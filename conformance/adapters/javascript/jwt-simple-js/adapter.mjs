// jwt-simple (npm), by its README: it has no check of the audience.
import { decoded, isBug, reject, secret, serve } from '../sdk/audiometer.mjs';
import jwt from 'jwt-simple';

const adapter = {
  name: 'jwt-simple',
  package: 'jwt-simple',
  homepage: 'https://github.com/hokaccha/node-jwt-simple',
  kind: 'decoder',
  algorithms: ['HS256'],
  features: ['many-identifiers', 'aud-required', 'aud-optional', 'any-issuer'],
  notes: 'jwt.decode(token, key, false, "HS256")',
};

serve(adapter, ({ token, keys }) => {
  try {
    return decoded(jwt.decode(token, secret(keys.HS256), false, 'HS256'));
  } catch (error) {
    // It refuses with plain errors.
    if (isBug(error)) throw error;
    return reject(error);
  }
});
