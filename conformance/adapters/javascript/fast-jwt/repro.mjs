// What the suite finds in fast-jwt, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createVerifier, TokenError } from 'fast-jwt';

const key = Buffer.from('a key for this reproduction only');
const base64url = (text) => Buffer.from(text).toString('base64url');

function sign(claims) {
  const input = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(claims)}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

const claims = (members) => `{"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800,${members}}`;
const right = claims('"aud":"me"');
const notUtf8 = Buffer.from(claims('"aud":"me","x":"\xff"'), 'latin1');
const wrong = claims('"aud":"other"');

/** What it says of these claims under these options. */
async function ask(payload, options) {
  try {
    createVerifier({ key, ...options })(sign(payload));
    return 'accept';
  } catch (error) {
    return error instanceof TokenError ? 'reject' : `fault: ${error.constructor.name}`;
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'a token for the recipient', right, { allowedAud: 'me' });
await shows('reject', 'a token for another', wrong, { allowedAud: 'me' });
await shows('accept', 'no expected audience: aud is not looked at', wrong, {});
await shows('accept', 'an empty string as the expected audience counts as none', wrong, { allowedAud: '' });
await shows('reject', 'a token of another issuer', right, { allowedAud: 'me', allowedIss: 'https://other.example' });
await shows('accept', 'an empty string as the expected issuer: iss is not looked at', right, { allowedAud: 'me', allowedIss: '' });
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, { allowedAud: 'me' });
await shows('accept', 'allowedIss, and the token has no iss', '{"aud":"me"}', { allowedIss: 'https://issuer.example' });

// variants required-claims, regexp and regexp-global
await shows('reject', 'the same with iss in requiredClaims', '{"aud":"me"}', { allowedIss: 'https://issuer.example', requiredClaims: ['iss'] });
await shows('accept', 'no expected audience, and aud in requiredClaims', wrong, { requiredClaims: ['aud'] });
await shows('reject', 'an expression, anchored: a token for another', wrong, { allowedAud: /^me$/g });
