// What the suite finds in @clerk/backend, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { verifyToken } from '@clerk/backend';
import { TokenVerificationError } from '@clerk/backend/errors';

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

const jwtKey = publicKey.export({ type: 'spki', format: 'pem' });

/** What it says of these claims under these options. */
async function ask(payload, options) {
  try {
    await verifyToken(sign(payload), { jwtKey, ...options });
    return 'accept';
  } catch (error) {
    return error instanceof TokenVerificationError ? 'reject' : `fault: ${error.constructor.name}`;
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'a token for the recipient', right, { audience: 'me' });
await shows('reject', 'a token for another', wrong, { audience: 'me' });
await shows('accept', 'no expected audience: aud is not looked at', wrong, {});
await shows('accept', 'an empty string as the expected audience counts as none', wrong, { audience: '' });
await shows('reject', 'a token of another issuer', right, { audience: 'me', issuer: 'https://other.example' });
await shows('accept', 'an empty string as the expected issuer: iss is not looked at', right, { audience: 'me', issuer: '' });
await shows('accept', 'null as aud', claims('"aud":null'), { audience: 'me' });
await shows('accept', 'an empty list as aud', claims('"aud":[]'), { audience: 'me' });
await shows('accept', 'an object as aud', claims('"aud":{"k":"v"}'), { audience: 'me' });
await shows('accept', 'another audience and a number', claims('"aud":["other",1]'), { audience: 'me' });
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, { audience: 'me' });
await shows('fault: TypeError', 'the claims are null', 'null', { audience: 'me' });

// variant authorized-parties
await shows('accept', 'azp is the client', claims('"aud":"me","azp":"me"'), { audience: 'me', authorizedParties: ['me'] });
await shows('reject', 'no azp: authorizedParties makes it required', right, { audience: 'me', authorizedParties: ['me'] });
