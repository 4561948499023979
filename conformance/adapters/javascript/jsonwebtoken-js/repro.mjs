// What the suite finds in jsonwebtoken, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';

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

/** What it says of these claims under these options: with a callback, or without. */
async function ask(payload, options, sync = false) {
  try {
    if (!sync) {
      return await new Promise((resolve) => jwt.verify(sign(payload), key, options, (error) => resolve(error ? 'reject' : 'accept')));
    }
    jwt.verify(sign(payload), key, options);
    return 'accept';
  } catch (error) {
    return error instanceof jwt.JsonWebTokenError ? 'reject' : `fault: ${error.constructor.name}`;
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
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, { audience: 'me' });
await shows('accept', 'a JSON string that holds the text of the claims is read once more', JSON.stringify(right), { audience: 'me' });
await shows('fault: TypeError', 'the claims are null: thrown past the callback', 'null', { audience: 'me' });
await shows('accept', 'claims that are a list count as claims without members', '[]', {});
await shows('accept', 'so do claims that are a string', '""', {});
await shows('reject', 'and are refused where something is expected', '[]', { issuer: 'https://issuer.example' });

// variant regexp
await shows('reject', 'an expression, anchored: a token for another', wrong, { audience: /^me$/ });
await shows('accept', 'a number is printed before it is compared', claims('"aud":100'), { audience: /^100$/ });
await shows('accept', 'so is a list in the list', claims('"aud":[["me"]]'), { audience: /^me$/ });
await shows('accept', 'so is an aud that is missing', claims('"x":1'), { audience: /^undefined$/ });

// variant sync
await shows('fault: SyntaxError', 'what is no JSON: the error of JSON.parse comes through', '{', { audience: 'me' }, true);
await shows('fault: TypeError', 'the claims are null', 'null', { audience: 'me' }, true);
