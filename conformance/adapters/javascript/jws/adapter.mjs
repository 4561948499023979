// jws, by its README: signatures alone, so it has no check of the audience. jsonwebtoken and many others are built on it.
import { decoded, reject, secret, serve } from '../sdk/audiometer.mjs';
import jws from 'jws';

const adapter = {
  name: 'jws',
  package: 'jws',
  homepage: 'https://github.com/brianloveswords/node-jws',
  kind: 'decoder',
  algorithms: ['HS256'],
  features: ['many-identifiers', 'aud-required', 'aud-optional', 'any-issuer'],
  notes: 'jws.verify, then jws.decode with json: true; aud is read from payload',
};

serve(adapter, ({ token, keys }) => {
  if (!jws.verify(token, 'HS256', secret(keys.HS256))) return reject('verify returned false');
  const signature = jws.decode(token, { json: true });
  return signature ? decoded(signature.payload) : reject('decode returned null');
});
