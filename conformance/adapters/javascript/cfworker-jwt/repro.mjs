// What the suite finds in @cfworker/jwt, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { parseJwt } from '@cfworker/jwt';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64url = (text) => Buffer.from(text).toString('base64url');

function sign(claims, typ = 'JWT') {
  const input = `${base64url(`{"alg":"RS256","typ":"${typ}"}`)}.${base64url(claims)}`;
  return `${input}.${createSign('sha256').update(input).sign(privateKey, 'base64url')}`;
}

const claims = (members) => `{"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800,${members}}`;
const right = claims('"aud":"me"');
const notUtf8 = Buffer.from(claims('"aud":"me","x":"\xff"'), 'latin1');
const wrong = claims('"aud":"other"');

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const resolveKey = () => crypto.subtle.importKey('jwk', publicKey.export({ format: 'jwk' }), ALGORITHM, false, ['verify']);

/** What it says of these claims. */
async function ask(payload, typ) {
  try {
    const { valid } = await parseJwt({ jwt: sign(payload, typ), issuer: 'https://issuer.example', audience: 'me', resolveKey });
    return valid ? 'accept' : 'reject';
  } catch (error) {
    return `fault: ${error.constructor.name}`;
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'a token for the recipient', right);
await shows('reject', 'a token for another', wrong);
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8);
await shows('fault: TypeError', 'the claims are null', 'null');
await shows('reject', 'a token of another type than JWT', right, 'at+jwt');
