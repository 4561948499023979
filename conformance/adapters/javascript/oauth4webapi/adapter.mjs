// oauth4webapi, as an OpenID Connect client: the ID token of a token response, then its signature.
import { accept, reject, serve, unsupported } from '../sdk/audiometer.mjs';
import * as oauth from 'oauth4webapi';

const adapter = {
  name: 'oauth4webapi',
  package: 'oauth4webapi',
  homepage: 'https://github.com/panva/oauth4webapi',
  algorithms: ['RS256'],
  features: ['aud-required', 'issuer', 'azp-errata1', 'azp-errata2'],
  profiles: ['oidc-errata1', 'oidc'],
  notes: 'processAuthorizationCodeResponse with requireIdToken, then validateApplicationLevelSignature',
};

const json = (value) => new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });

// Metadata of the authorization server, which an application has once; the library keeps the keys by it.
const servers = new Map();

serve(adapter, async ({ token, policy, keys, issuer }) => {
  if (policy.identifiers[0] === '') return unsupported('empty-identifier', '"client.client_id" must not be empty');
  if (policy.issuer === '') return unsupported('empty-issuer', '"as.issuer" must not be empty');
  const name = policy.issuer ?? issuer;
  if (!servers.has(name)) servers.set(name, { issuer: name, jwks_uri: 'https://issuer.example/keys' });
  const server = servers.get(name);
  const client = { client_id: policy.identifiers[0] };
  const response = json({ access_token: 'access', token_type: 'bearer', id_token: token });
  try {
    const result = await oauth.processAuthorizationCodeResponse(server, client, response, { requireIdToken: true });
    await oauth.validateApplicationLevelSignature(server, response, { [oauth.customFetch]: async () => json({ keys: [keys.RS256] }) });
    return accept(oauth.getValidatedIdTokenClaims(result));
  } catch (error) {
    // The types that the documentation names for what it refuses in a response.
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) return reject(error);
    throw error;
  }
});
