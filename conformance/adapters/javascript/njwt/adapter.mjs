// njwt, by its README: it has no check of the audience.
import { decoded, isBug, reject, secret, serve } from '../sdk/audiometer.mjs';
import njwt from 'njwt';

const adapter = {
  name: 'nJwt',
  package: 'njwt',
  homepage: 'https://github.com/jwtk/njwt',
  kind: 'decoder',
  algorithms: ['HS256'],
  features: ['many-identifiers', 'aud-required', 'aud-optional', 'any-issuer'],
  notes: 'njwt.verify(token, key, "HS256"); aud is read from body',
};

serve(adapter, ({ token, keys }) => {
  try {
    return decoded(njwt.verify(token, secret(keys.HS256), 'HS256').body);
  } catch (error) {
    if (isBug(error)) throw error;
    return reject(error);
  }
});
