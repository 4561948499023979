// google-auth-library: verifySignedJwtWithCertsAsync, the half of verifyIdToken that looks at the token (the other half fetches Google's keys).
import { accept, isBug, pem, reject, serve } from '../sdk/audiometer.mjs';
import { OAuth2Client } from 'google-auth-library';

const adapter = {
  name: 'google-auth-library',
  package: 'google-auth-library',
  homepage: 'https://github.com/googleapis/google-cloud-node/tree/main/core/packages/google-auth-library-nodejs',
  algorithms: ['RS256'],
  features: ['aud-required', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer', 'shape-string', 'extras-trusted', 'extras-none'],
  notes: 'OAuth2Client.verifySignedJwtWithCertsAsync with requiredAudience, issuers and maxExpiry',
};

const client = new OAuth2Client();
const CENTURIES = 2 ** 40; // seconds: the lifetime of a token is not what is asked

serve(adapter, async ({ token, policy, keys }) => {
  const certificates = { undefined: pem(keys.RS256) }; // by `kid`, which the suite's tokens do not have
  const { identifiers } = policy;
  const audience = identifiers.length > 1 ? identifiers : identifiers[0];
  const issuers = policy.issuer === null ? undefined : [policy.issuer];
  try {
    const ticket = await client.verifySignedJwtWithCertsAsync(token, certificates, audience, issuers, CENTURIES);
    return accept(ticket.getPayload());
  } catch (error) {
    // It refuses with plain errors; that of a payload which is no JSON it words anew and throws on.
    if (isBug(error) && !error.message.startsWith("Can't parse token")) throw error;
    return reject(error);
  }
});
