// What the suite finds in jose, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { errors, jwtVerify } from 'jose';

const key = Buffer.from('a key for this reproduction only');
const base64url = (text) => Buffer.from(text).toString('base64url');

function sign(claims) {
  const input = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(claims)}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

const claims = (members) => `{"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800,${members}}`;
const right = claims('"aud":"me"');
const wrong = claims('"aud":"other"');

/** What it says of these claims under these options. */
async function ask(payload, options) {
  try {
    await jwtVerify(sign(payload), key, options);
    return 'accept';
  } catch (error) {
    return error instanceof errors.JOSEError ? 'reject' : `fault: ${error.constructor.name}`;
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
