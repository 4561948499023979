// What the suite finds in express-oauth2-jwt-bearer, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { auth, UnauthorizedError } from 'express-oauth2-jwt-bearer';

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

/** What the middleware says of a request with these claims. */
async function ask(payload, audience) {
  const check = auth({ issuer: 'https://issuer.example', audience, secret: key.toString(), tokenSigningAlg: 'HS256' });
  const headers = { host: 'api.example', authorization: `Bearer ${sign(payload)}` };
  const request = { method: 'GET', protocol: 'https', url: '/', headers, query: {}, is: () => false, get: (name) => headers[name.toLowerCase()] };
  const error = await new Promise((resolve) => check(request, {}, resolve));
  if (!error) return 'accept';
  return error instanceof UnauthorizedError ? 'reject' : `fault: ${error.constructor.name}`;
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'a token for the API', right, 'me');
await shows('reject', 'a token for another', wrong, 'me');
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, 'me');
