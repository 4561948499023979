// openid-client 5, which many still have: the ID token check of client.callback(), client.refresh() and the like. Version 6 is built on oauth4webapi.
import { accept, reject, secret, serve, unsupported } from '../sdk/audiometer.mjs';
import { errors, Issuer } from 'openid-client';

const adapter = {
  name: 'openid-client 5',
  package: 'openid-client',
  homepage: 'https://github.com/panva/openid-client/tree/v5.x',
  algorithms: ['HS256'],
  features: ['aud-required', 'issuer', 'azp-errata1', 'azp-errata2'],
  profiles: ['oidc-errata1', 'oidc'],
  notes: 'client.validateIdToken, with client_id, client_secret and id_token_signed_response_alg',
};

// A client is made once, as the documentation has it.
const clients = new Map();

function client(policy, keys, issuer) {
  const name = JSON.stringify([policy.identifiers, policy.issuer]);
  if (!clients.has(name)) {
    const metadata = { client_id: policy.identifiers[0], client_secret: secret(keys.HS256).toString(), id_token_signed_response_alg: 'HS256' };
    clients.set(name, new (new Issuer({ issuer: policy.issuer ?? issuer }).Client)(metadata));
  }
  return clients.get(name);
}

serve(adapter, async ({ token, policy, keys, issuer }) => {
  if (policy.identifiers[0] === '') return unsupported('empty-identifier', 'client_id is required');
  const relyingParty = client(policy, keys, issuer);
  try {
    // No nonce was asked for; 'token' says that it came from the token endpoint.
    await relyingParty.validateIdToken(token, undefined, 'token');
    return accept();
  } catch (error) {
    if (error instanceof errors.RPError) return reject(error);
    throw error;
  }
});
