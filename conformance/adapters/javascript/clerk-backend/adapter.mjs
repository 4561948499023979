// @clerk/backend, by the documentation of verifyToken. Its authorizedParties, which is compared with azp, makes azp
// required, which no policy of the suite does.
import { accept, pem, reject, serve } from '../sdk/audiometer.mjs';
import { verifyToken } from '@clerk/backend';
import { TokenVerificationError } from '@clerk/backend/errors';

const adapter = {
  name: '@clerk/backend',
  package: '@clerk/backend',
  homepage: 'https://clerk.com/docs/reference/backend/verify-token',
  algorithms: ['RS256'],
  features: ['aud-optional', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer'],
  notes: 'verifyToken with jwtKey, audience, issuer and headerType',
};

// Without headerType it takes tokens of type JWT alone, and the type is not what is asked.
const headerType = ['JWT', 'at+jwt', 'kb+jwt', 'oauth-authz-req+jwt', 'secevent+jwt', 'logout+jwt'];

serve(adapter, async ({ token, policy, keys }) => {
  const options = { jwtKey: pem(keys.RS256), headerType };
  if (policy.identifiers.length) options.audience = policy.identifiers.length > 1 ? policy.identifiers : policy.identifiers[0];
  if (policy.issuer !== null) options.issuer = policy.issuer;
  try {
    return accept(await verifyToken(token, options));
  } catch (error) {
    if (error instanceof TokenVerificationError) return reject(error);
    throw error;
  }
});
