// What the suite finds in @node-rs/jsonwebtoken, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { verify } from '@node-rs/jsonwebtoken';

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
    await verify(sign(payload), key, options);
    return 'accept';
  } catch (error) {
    return error.constructor === Error ? 'reject' : `fault: ${error.constructor.name}`;
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'a token for the recipient', right, { aud: ['me'] });
await shows('reject', 'a token for another', wrong, { aud: ['me'] });
await shows('accept', 'no expected audience: aud is not looked at', wrong, {});
await shows('accept', 'null as aud counts as no aud', claims('"aud":null'), { aud: ['me'] });
await shows('accept', 'so does a number', claims('"aud":7'), { aud: ['me'] });
await shows('accept', 'so does a list with a number in it', claims('"aud":["other",1]'), { aud: ['me'] });
await shows('accept', 'iss in a list: one that matches is enough', '{"iss":["j","i"],"aud":"me","exp":4102444800}', { iss: ['i'], aud: ['me'] });
await shows('accept', 'an iss that is missing is not looked at', '{"aud":"me","exp":4102444800}', { iss: ['i'], aud: ['me'] });

// variant required-claims
await shows('reject', 'null as aud, and aud in requiredSpecClaims', claims('"aud":null'), { aud: ['me'], requiredSpecClaims: ['exp', 'aud'] });
await shows('accept', 'iss in a list, and iss in requiredSpecClaims', '{"iss":["j","i"],"aud":"me","exp":4102444800}', { iss: ['i'], aud: ['me'], requiredSpecClaims: ['exp', 'iss'] });
