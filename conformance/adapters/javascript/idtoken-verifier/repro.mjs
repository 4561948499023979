// What the suite finds in idtoken-verifier, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import IdTokenVerifier from 'idtoken-verifier';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64url = (text) => Buffer.from(text).toString('base64url');

function sign(claims) {
  const input = `${base64url('{"alg":"RS256","typ":"JWT"}')}.${base64url(claims)}`;
  return `${input}.${createSign('sha256').update(input).sign(privateKey, 'base64url')}`;
}

const claims = (members) => `{"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800,${members}}`;
const right = claims('"aud":"me"');
const wrong = claims('"aud":"other"');

const { n, e } = publicKey.export({ format: 'jwk' });
const hex = (text) => Buffer.from(text, 'base64url').toString('hex');
const jwksCache = { has: () => true, get: () => ({ modulus: hex(n), exp: hex(e) }), set: () => undefined };

/** What it says of an ID token with these claims. */
async function ask(payload, issuer = 'https://issuer.example') {
  const verifier = new IdTokenVerifier({ issuer, audience: 'me', jwksCache });
  const error = await new Promise((resolve) => verifier.verify(sign(payload), resolve)).catch((thrown) => thrown);
  if (!error) return 'accept';
  return error.name === 'TokenValidationError' ? 'reject' : `fault: ${error.constructor.name}`;
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'an ID token for the client', right);
await shows('reject', 'an ID token for another', wrong);
await shows('accept', 'another azp beside a single audience', claims('"aud":"me","azp":"other"'));
await shows('reject', 'two audiences and no azp', claims('"aud":["me","other"]'));
await shows('fault: TypeError', 'the claims are null', 'null');
await shows('reject', 'an iss that is the empty string counts as absent', right.replace('https://issuer.example', ''), '');
