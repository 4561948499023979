// express-oauth2-jwt-bearer, by its README: the middleware, with a request in hand.
import { accept, reject, secret, serve, unsupported } from '../sdk/audiometer.mjs';
import { auth, UnauthorizedError } from 'express-oauth2-jwt-bearer';

const adapter = {
  name: 'express-oauth2-jwt-bearer',
  package: 'express-oauth2-jwt-bearer',
  homepage: 'https://github.com/auth0/node-oauth2-jwt-bearer/tree/main/packages/express-oauth2-jwt-bearer',
  algorithms: ['HS256'],
  features: ['aud-required', 'many-identifiers', 'issuer', 'any-issuer'],
  notes: 'auth({ issuer, audience, secret, tokenSigningAlg })',
};

const middlewares = new Map();

function middleware(policy, keys, issuer) {
  const name = JSON.stringify([policy.identifiers, policy.issuer]);
  if (!middlewares.has(name)) {
    const audience = policy.identifiers.length > 1 ? policy.identifiers : policy.identifiers[0];
    const key = secret(keys.HS256).toString();
    const options = { issuer: policy.issuer ?? issuer, audience, secret: key, tokenSigningAlg: 'HS256' };
    // It insists on an issuer; the documented way not to look at it is to switch off its validator.
    if (policy.issuer === null) options.validators = { iss: false };
    middlewares.set(name, auth(options));
  }
  return middlewares.get(name);
}

serve(adapter, ({ token, policy, keys, issuer }) => {
  if (policy.identifiers.join() === '') return unsupported('empty-identifier', 'auth() throws: an audience is required');
  if (policy.issuer === '') return unsupported('empty-issuer', 'auth() throws: an issuer is required');
  const headers = { host: 'api.example', authorization: `Bearer ${token}` };
  const request = { method: 'GET', protocol: 'https', url: '/', headers, query: {}, is: () => false, get: (name) => headers[name.toLowerCase()] };
  return new Promise((resolve, fail) => {
    middleware(policy, keys, issuer)(request, {}, (error) => {
      if (!error) return resolve(accept(request.auth.payload));
      // The base of the documented errors, each an answer of 4xx.
      return error instanceof UnauthorizedError ? resolve(reject(error)) : fail(error);
    });
  });
});
