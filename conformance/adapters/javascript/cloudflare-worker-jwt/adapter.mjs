// @tsndr/cloudflare-worker-jwt, by its README: it has no check of the audience.
import { decoded, reject, serve } from '../sdk/audiometer.mjs';
import jwt from '@tsndr/cloudflare-worker-jwt';

const adapter = {
  name: '@tsndr/cloudflare-worker-jwt',
  package: '@tsndr/cloudflare-worker-jwt',
  homepage: 'https://github.com/tsndr/cloudflare-worker-jwt',
  kind: 'decoder',
  algorithms: ['HS256'],
  features: ['many-identifiers', 'aud-required', 'aud-optional', 'any-issuer'],
  notes: 'jwt.verify(token, jwk, "HS256"); aud is read from payload',
};

serve(adapter, async ({ token, keys }) => {
  const verified = await jwt.verify(token, keys.HS256, 'HS256');
  return verified?.payload ? decoded(verified.payload) : reject('verify returned nothing');
});
