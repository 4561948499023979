// What the suite finds in google-auth-library, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { OAuth2Client } from 'google-auth-library';

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

const client = new OAuth2Client();
const certificates = { undefined: publicKey.export({ type: 'spki', format: 'pem' }) }; // by kid, and these tokens have none

/** What it says of these claims. */
async function ask(payload, audience) {
  try {
    await client.verifySignedJwtWithCertsAsync(sign(payload), certificates, audience, undefined, 2 ** 40);
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

await shows('accept', 'a token for the recipient', right, 'me');
await shows('reject', 'a token for another', wrong, 'me');
await shows('accept', 'no required audience: aud is not looked at', wrong, undefined);
await shows('reject', 'a list as aud is never equal, not even a list of one', claims('"aud":["me"]'), 'me');
await shows('reject', 'nor with a list of required audiences', claims('"aud":["me"]'), ['me', 'also']);
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, 'me');
