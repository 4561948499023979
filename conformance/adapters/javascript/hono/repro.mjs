// What the suite finds in Hono, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { verify } from 'hono/jwt';
import * as types from 'hono/utils/jwt/types';

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
    await verify(sign(payload), key.toString(), { alg: 'HS256', ...options });
    return 'accept';
  } catch (error) {
    return error.name in types ? 'reject' : `fault: ${error.constructor.name}`;
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'a token for the recipient', right, { aud: 'me' });
await shows('reject', 'a token for another', wrong, { aud: 'me' });
await shows('accept', 'no expected audience: aud is not looked at', wrong, {});
await shows('accept', 'an empty string as the expected audience counts as none', wrong, { aud: '' });
await shows('reject', 'a token of another issuer', right, { aud: 'me', iss: 'https://other.example' });
await shows('accept', 'an empty string as the expected issuer: iss is not looked at', right, { aud: 'me', iss: '' });
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, { aud: 'me' });
await shows('fault: TypeError', 'the claims are null', 'null', { aud: 'me' });
await shows('accept', 'claims that are a list count as claims without members', '[]', {});
await shows('accept', 'so do claims that are a string', '""', {});
await shows('reject', 'and are refused where something is expected', '[]', { iss: 'https://issuer.example' });

// variant regexp
await shows('reject', 'an expression, anchored: a token for another', wrong, { aud: /^me$/ });
await shows('accept', 'a number is printed before it is compared', claims('"aud":100'), { aud: /^100$/ });
await shows('accept', 'so is a list in the list', claims('"aud":[["me"]]'), { aud: /^me$/ });
