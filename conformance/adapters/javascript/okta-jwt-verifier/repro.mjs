// What the suite finds in @okta/jwt-verifier, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import OktaJwtVerifier from '@okta/jwt-verifier';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64url = (text) => Buffer.from(text).toString('base64url');

function sign(claims) {
  const input = `${base64url('{"alg":"RS256","typ":"JWT"}')}.${base64url(claims)}`;
  return `${input}.${createSign('sha256').update(input).sign(privateKey, 'base64url')}`;
}

const claims = (members) => `{"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800,${members}}`;
const right = claims('"aud":"me"');
const notUtf8 = Buffer.from(claims('"aud":"me","x":"\xff"'), 'latin1');
const wrong = claims('"aud":"other"');

const verifier = new OktaJwtVerifier({ issuer: 'https://issuer.example' });
// It finds keys by kid and over the network; here it is handed one.
verifier.verifier.withKeyResolver((kid, done) => done(null, publicKey.export({ type: 'spki', format: 'pem' })));

/** What it says of these claims, as an access token or as an ID token. */
async function ask(payload, method = 'verifyAccessToken') {
  try {
    await verifier[method](sign(payload), 'me');
    return 'accept';
  } catch (error) {
    return error instanceof TypeError ? 'fault: TypeError' : 'reject';
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'an access token for the API', right);
await shows('reject', 'an access token for another', wrong);
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8);
await shows('fault: TypeError', 'a claim named constructor cannot be assigned', claims('"aud":"me","constructor":{}'));

// variant id-token
await shows('accept', 'an ID token for the client', right, 'verifyIdToken');
await shows('reject', 'an ID token for the client, in a list of one', claims('"aud":["me"]'), 'verifyIdToken');
