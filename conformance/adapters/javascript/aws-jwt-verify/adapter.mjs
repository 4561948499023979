// aws-jwt-verify, by its README: "lower level constructs". The generic JwtVerifier finds keys by `kid`, which the suite's tokens do not have;
// verifyJwtSync is the same validation with the key in hand.
import { accept, reject, serve } from '../sdk/audiometer.mjs';
import { FailedAssertionError, JwtBaseError } from 'aws-jwt-verify/error';
import { verifyJwtSync } from 'aws-jwt-verify/jwt-verifier';

const adapter = {
  name: 'aws-jwt-verify',
  package: 'aws-jwt-verify',
  homepage: 'https://github.com/awslabs/aws-jwt-verify',
  algorithms: ['RS256'],
  features: ['aud-required', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer'],
  notes: 'verifyJwtSync with issuer and audience; null, the documented way to skip a check, where the policy has none',
};

serve(adapter, ({ token, policy, keys }) => {
  const { identifiers } = policy;
  const audience = identifiers.length > 1 ? identifiers : (identifiers[0] ?? null);
  try {
    return accept(verifyJwtSync(token, keys.RS256, { audience, issuer: policy.issuer }));
  } catch (error) {
    if (error instanceof JwtBaseError || error instanceof FailedAssertionError) return reject(error);
    throw error;
  }
});
