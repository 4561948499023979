// What the suite finds in openid-client 5, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { errors, Issuer } from 'openid-client';

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

const issuer = new Issuer({ issuer: 'https://issuer.example' });
const client = new issuer.Client({ client_id: 'me', client_secret: key.toString(), id_token_signed_response_alg: 'HS256' });

/** What it says of an ID token with these claims. */
async function ask(payload) {
  try {
    await client.validateIdToken(sign(payload), undefined, 'token');
    return 'accept';
  } catch (error) {
    return error instanceof errors.RPError ? 'reject' : `fault: ${error.constructor.name}`;
  }
}

async function shows(expected, what, ...question) {
  const answer = await ask(...question);
  console.log(`${answer.padEnd(6)}  ${what}`);
  assert.equal(answer, expected);
}

await shows('accept', 'an ID token for the client', right);
await shows('reject', 'an ID token for another', wrong);
await shows('reject', 'another azp', claims('"aud":"me","azp":"other"'));
await shows('reject', 'two audiences and no azp', claims('"aud":["me","other"]'));
await shows('reject', 'a nonce, and none was asked for', claims('"aud":"me","nonce":"n"'));
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8);
await shows('fault: TypeError', 'the claims are null', 'null');
await shows('reject', 'a token of https://self-issued.me without sub_jwk', '{"iss":"https://self-issued.me","sub":"s","iat":1700000000,"exp":4102444800,"aud":"me"}');
