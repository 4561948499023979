// jsrsasign, by the documentation of KJUR.jws.JWS.verifyJWT. There the audience is a list or a string; a string is not looked at (repro.mjs), and
// the suite does not run what takes a token for another.
import { accept, reject, secret, serve } from '../sdk/audiometer.mjs';
import jsrsasign from 'jsrsasign';

const adapter = {
  name: 'jsrsasign',
  package: 'jsrsasign',
  homepage: 'https://kjur.github.io/jsrsasign/',
  algorithms: ['HS256'],
  features: ['aud-optional', 'many-identifiers', 'no-identifiers', 'issuer', 'any-issuer', 'extras-none'],
  notes: 'verifyJWT with aud (a list of strings) and iss',
};

serve(adapter, ({ token, policy, keys }) => {
  const fields = { alg: ['HS256'] };
  if (policy.identifiers.length) fields.aud = policy.identifiers;
  if (policy.issuer !== null) fields.iss = [policy.issuer];
  const valid = jsrsasign.KJUR.jws.JWS.verifyJWT(token, { hex: secret(keys.HS256).toString('hex') }, fields);
  return valid ? accept() : reject('verifyJWT returned false');
});
