// What the suite finds in jsrsasign, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import jsrsasign from 'jsrsasign';

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

/** What it says of these claims with these accepted fields. */
async function ask(payload, fields) {
  try {
    const valid = jsrsasign.KJUR.jws.JWS.verifyJWT(sign(payload), { hex: key.toString('hex') }, { alg: ['HS256'], ...fields });
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

await shows('accept', 'a token for the recipient', right, { aud: ['me'] });
await shows('reject', 'a token for another', wrong, { aud: ['me'] });
await shows('accept', 'no expected audience: aud is not looked at', wrong, {});
await shows('accept', 'an empty list as aud: every element is in the accepted list', claims('"aud":[]'), { aud: ['me'] });
await shows('reject', 'a second audience: one element is not in the accepted list', claims('"aud":["me","other"]'), { aud: ['me'] });
await shows('accept', 'so does an object with a length of 0', claims('"aud":{"length":0}'), { aud: ['me'] });
await shows('accept', 'a list in the list compares equal to its text (==)', claims('"aud":[["me"]]'), { aud: ['me'] });
await shows('accept', 'an aud that is a number is not looked at', claims('"aud":7'), { aud: ['me'] });
await shows('accept', 'iss in a list compares equal to its text (==)', '{"iss":["i"],"aud":"me"}', { iss: ['i'] });
await shows('accept', 'an iss that is missing is not looked at', '{"aud":"me"}', { iss: ['i'] });
await shows('accept', 'iss that is a number compares equal to its text (==)', '{"iss":7,"aud":"me"}', { iss: ['7'] });
await shows('accept', 'an object with a length is looked at as a list', claims('"aud":{"0":"me","length":1}'), { aud: ['me'] });
await shows('accept', 'text behind the claims', `${right}x`, { aud: ['me'] });
await shows('accept', 'a comma that is missing', '{"sub":"s" "aud":"me"}', { aud: ['me'] });
await shows('accept', 'the claims in UTF-16', Buffer.from(right, 'utf16le'), { aud: ['me'] });
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8, { aud: ['me'] });
await shows('fault: TypeError', 'claims that are no JSON object', '[]', { aud: ['me'] });

// variant string
await shows('accept', 'a string as the expected audience: aud is not looked at', wrong, { aud: 'me' });
