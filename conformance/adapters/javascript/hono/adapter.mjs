// hono/jwt, by the documentation of its JWT helper. Variant: the audience as a regular expression.
import { accept, reject, serve } from '../sdk/audiometer.mjs';
import { verify } from 'hono/jwt';
import * as types from 'hono/utils/jwt/types';

const regexp = process.argv.includes('--regexp');

const adapter = {
  name: 'Hono',
  package: 'hono',
  homepage: 'https://hono.dev',
  algorithms: ['HS256'],
  features: ['aud-required', 'no-identifiers', 'issuer', 'any-issuer', ...(regexp ? [] : ['many-identifiers'])],
  notes: `verify with aud (${regexp ? 'a regular expression' : 'a string, or a list of strings'}), iss and typ`,
};

// verify takes one regular expression, anchored and escaped here, as careful as can be written for a fixed name.
const exactly = (text) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

// Without `typ` it takes tokens of type JWT alone, and the type is not what is asked.
const typ = ['JWT', 'at+jwt', 'kb+jwt', 'oauth-authz-req+jwt', 'secevent+jwt', 'logout+jwt'];

// The types of error that the package exports for tokens that it refuses.
const refusals = Object.entries(types).filter(([name]) => name.startsWith('Jwt')).map(([, type]) => type);

serve(adapter, async ({ token, policy, keys }) => {
  const options = { alg: 'HS256', typ };
  const audience = regexp ? policy.identifiers.map(exactly) : policy.identifiers;
  if (audience.length) options.aud = audience.length > 1 ? audience : audience[0];
  if (policy.issuer !== null) options.iss = policy.issuer;
  try {
    return accept(await verify(token, keys.HS256, options));
  } catch (error) {
    if (refusals.some((type) => error instanceof type)) return reject(error);
    throw error;
  }
});
