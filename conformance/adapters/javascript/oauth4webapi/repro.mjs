// What the suite finds in oauth4webapi, shown by the library alone. In the folder where the adapter is set up: node repro.mjs
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import * as oauth from 'oauth4webapi';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64url = (text) => Buffer.from(text).toString('base64url');

function sign(claims) {
  const input = `${base64url('{"alg":"RS256","typ":"JWT"}')}.${base64url(claims)}`;
  return `${input}.${createSign('sha256').update(input).sign(privateKey, 'base64url')}`;
}

const claims = (members) => `{"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800,${members}}`;
const right = claims('"aud":"me"');
const notUtf8 = Buffer.from(claims('"aud":"me","x":"\xff"'), 'latin1');
const wrong = claims('"aud":"other"');

const json = (value) => new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });

/** What it says of an ID token with these claims. */
async function ask(payload) {
  const server = { issuer: 'https://issuer.example', jwks_uri: 'https://issuer.example/keys' };
  const response = json({ access_token: 'access', token_type: 'bearer', id_token: sign(payload) });
  const fetched = async () => json({ keys: [publicKey.export({ format: 'jwk' })] });
  try {
    await oauth.processAuthorizationCodeResponse(server, { client_id: 'me' }, response, { requireIdToken: true });
    await oauth.validateApplicationLevelSignature(server, response, { [oauth.customFetch]: fetched });
    return 'accept';
  } catch (error) {
    return error instanceof oauth.OperationProcessingError ? 'reject' : `fault: ${error.constructor.name}`;
  }
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
await shows('reject', 'a nonce, and none was asked for', claims('"aud":"me","nonce":"n"'));
await shows('accept', 'a byte that is not UTF-8 is replaced before the JSON is read', notUtf8);
