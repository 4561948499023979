// What the suite finds in nJwt, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import njwt from 'njwt';

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

/** What it hands over as aud. */
async function ask(payload) {
  try {
    return njwt.verify(sign(payload), key, 'HS256').body.aud ?? 'nothing';
  } catch (error) {
    return error.constructor === Error || error.name === 'JwtParseError' ? 'reject' : `fault: ${error.constructor.name}`;
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('me', 'a token for the recipient', right);
await shows('me', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8);
await shows('nothing', 'claims that are no object are accepted, and hold nothing', 'true');
await shows('fault: TypeError', 'a claim named constructor cannot be assigned', claims('"aud":"me","constructor":{}'));
