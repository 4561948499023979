// What the suite finds in aws-jwt-verify, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { JwtBaseError } from 'aws-jwt-verify/error';
import { verifyJwtSync } from 'aws-jwt-verify/jwt-verifier';

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

/** What it says of these claims under these options. */
async function ask(payload, options) {
  try {
    verifyJwtSync(sign(payload), publicKey.export({ format: 'jwk' }), { issuer: null, ...options });
    return 'accept';
  } catch (error) {
    return error instanceof JwtBaseError ? 'reject' : `fault: ${error.constructor.name}`;
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'a token for the recipient', right, { audience: 'me' });
await shows('reject', 'a token for another', wrong, { audience: 'me' });
await shows('accept', 'audience: null, the documented way to skip the check', wrong, { audience: null });
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, { audience: 'me' });
await shows('reject', 'an iss that is the empty string counts as missing', right.replace('https://issuer.example', ''), { audience: 'me', issuer: '' });
