// @cfworker/jwt, by its README; the key comes from the documented resolveKey.
import { accept, reject, serve } from '../sdk/audiometer.mjs';
import { parseJwt } from '@cfworker/jwt';

const adapter = {
  name: '@cfworker/jwt',
  package: '@cfworker/jwt',
  homepage: 'https://github.com/cfworker/cfworker/tree/master/packages/jwt',
  algorithms: ['RS256'],
  features: ['aud-required', 'issuer'],
  profiles: ['jwt-bcp', 'access-token', 'oidc-backend'],
  notes: 'parseJwt({ jwt, issuer, audience, resolveKey })',
};

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

serve(adapter, async ({ token, policy, keys, issuer }) => {
  const resolveKey = () => crypto.subtle.importKey('jwk', keys.RS256, ALGORITHM, false, ['verify']);
  const result = await parseJwt({ jwt: token, issuer: policy.issuer ?? issuer, audience: policy.identifiers[0], resolveKey });
  return result.valid ? accept(result.payload) : reject(result.reason);
});
