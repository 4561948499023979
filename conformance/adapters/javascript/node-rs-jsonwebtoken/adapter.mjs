// @node-rs/jsonwebtoken, by its README and types. Variant: the claims that the policy needs are named in requiredSpecClaims.
import { accept, isBug, reject, secret, serve } from '../sdk/audiometer.mjs';
import { Algorithm, verify } from '@node-rs/jsonwebtoken';

const required = process.argv.includes('--required-claims');

const adapter = {
  name: '@node-rs/jsonwebtoken',
  package: '@node-rs/jsonwebtoken',
  homepage: 'https://github.com/napi-rs/node-rs',
  algorithms: ['HS256'],
  features: [...(required ? ['aud-required'] : []), 'aud-optional', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer'],
  notes: `verify with aud and iss${required ? ', and requiredSpecClaims where the policy requires the claim' : ''}`,
};

serve(adapter, async ({ token, policy, keys }) => {
  const options = { algorithms: [Algorithm?.HS256 ?? 'HS256'] };
  if (policy.identifiers.length) options.aud = policy.identifiers;
  if (policy.issuer !== null) options.iss = [policy.issuer];
  if (required) {
    options.requiredSpecClaims = ['exp'];
    if (policy.presence === 'required') options.requiredSpecClaims.push('aud');
    if (policy.issuer !== null) options.requiredSpecClaims.push('iss');
  }
  try {
    return accept(await verify(token, secret(keys.HS256), options));
  } catch (error) {
    // It refuses with plain errors, whose text is that of the crate.
    if (isBug(error)) throw error;
    return reject(error);
  }
});
