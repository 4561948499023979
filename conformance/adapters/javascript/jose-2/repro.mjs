// What the suite finds in jose 2, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { errors, JWK, JWT } from 'jose';

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
const id = { audience: 'me', issuer: 'https://issuer.example' };

/** What it says of these claims under these options. */
async function ask(payload, options, verify = JWT.verify) {
  try {
    verify(sign(payload), JWK.asKey(key), options);
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
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, { audience: 'me' });
await shows('fault: TypeError', 'the claims are null', 'null', { audience: 'me' });
await shows('reject', 'an empty string among the audiences', claims('"aud":["","me"]'), { audience: 'me' });
await shows('accept', 'claims that are a list count as claims without members', '[]', {});
await shows('reject', 'and are refused where an audience is expected', '[]', { audience: 'me' });
await shows('reject', 'claims that are a string', '""', {});

// variant id-token
await shows('accept', 'JWT.IdToken.verify, a token for the client', right, id, JWT.IdToken.verify);
await shows('accept', 'another azp beside a single audience', claims('"aud":"me","azp":"other"'), id, JWT.IdToken.verify);
await shows('reject', 'two audiences and no azp', claims('"aud":["me","other"]'), id, JWT.IdToken.verify);
