// The SDK for adapters in JavaScript: it speaks the protocol, the adapter asks its library. Node 20 or newer, no dependencies. A whole adapter:
//
//     import { accept, reject, secret, serve } from '../sdk/audiometer.mjs';      // first, so that a library that prints while it loads does no harm
//     import jwt from 'some-jwt';
//     serve(
//       { name: 'some-jwt', package: 'some-jwt', homepage: 'https://...', algorithms: ['HS256'], features: ['aud-required'], notes: '...' },
//       async ({ token, policy, keys }) => {
//         try {
//           return accept(await jwt.verify(token, secret(keys.HS256), { audience: policy.identifiers }));
//         } catch (error) {
//           if (error instanceof jwt.ValidationError) return reject(error);          // what the library documents as its refusal
//           throw error;                                                             // anything else is a fault
//         }
//       },
//     );

import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

// The real standard output is for the protocol alone; whatever a library prints goes to standard error.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

const VALUES = {
  presence: ['required', 'optional'],
  shape: ['any', 'string'],
  extras: ['allowed', 'trusted', 'none'],
  azp: ['ignored', 'errata1', 'errata2', 'strict'],
};

const type = (error) => (error.name === 'Error' ? error.constructor.name : error.name);
const describe = (error) => (error instanceof Error ? `${type(error)}: ${error.message}` : String(error)).slice(0, 500);
const aud = (claims) => [claims?.aud].flat().filter((value) => typeof value === 'string');

/** The token was accepted; `claims` is what the library handed over, if anything. */
export const accept = (claims) => ({ verdict: 'accept', audiences: claims === undefined ? undefined : aud(claims) });
/** The library refused the token, in the way that it documents. `reason`: one of the protocol's, where the library tells. */
export const reject = (error, reason) => ({ verdict: 'reject', reason, error: describe(error) });
/** The library cannot be told what the policy asks. */
export const unsupported = (feature, error) => ({ verdict: 'unsupported', feature, error: error && describe(error) });
/** For a library without an audience check: the claim as it was handed over. */
export const decoded = (claims) => ({ verdict: 'decoded', aud: claims?.aud });

/** For libraries that refuse with a plain Error: whether this is an exception of JavaScript's own instead. */
export const isBug = (error) => [TypeError, RangeError, ReferenceError, SyntaxError, URIError].some((type) => error instanceof type);

/** The bytes of a symmetric key. */
export const secret = (jwk) => Buffer.from(jwk.k, 'base64url');
/** A public key as PEM. */
export const pem = (jwk) => createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });

function start(request, adapter) {
  if (!(request.protocol?.min <= 1 && request.protocol?.max >= 1)) {
    write(`${JSON.stringify({ seq: request.seq, error: 'this adapter speaks protocol 1' })}\n`);
    process.exit(1);
  }
  const { name, package: npm, homepage, ...rest } = adapter;
  // The working directory is the adapter's folder, so this is the package that is really loaded.
  const { version } = JSON.parse(readFileSync(`node_modules/${npm}/package.json`, 'utf8'));
  const runtime = `Node.js ${process.versions.node}`;
  const implementation = { name, version, language: 'JavaScript', runtime, registry: 'npm', package: npm, homepage };
  return { protocol: 1, implementation, window: 64, ...rest };
}

async function validate(request, context, judge) {
  const { token, policy } = request;
  for (const [field, values] of Object.entries(VALUES)) {
    if (!values.includes(policy[field])) return unsupported(`${field}-${policy[field]}`);
  }
  try {
    const reply = await judge({ ...context, token, policy });
    JSON.stringify(reply); // a claim may be nested too deeply to be passed on
    return reply;
  } catch (error) {
    return { verdict: 'fault', error: describe(error) };
  }
}

/** Answers requests until the input ends. `judge` gets { token, policy, keys, issuer } and returns one of the verdicts above, or a promise of one. */
export async function serve(adapter, judge) {
  let context = {};
  // Several replies go out together, as long as none waits: for more input, or for a slow library.
  let replies = '';
  let timer;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (replies) write(replies);
    replies = '';
  };
  const answer = async (line) => {
    let request;
    try {
      request = JSON.parse(line);
      if (typeof request !== 'object' || request === null || Array.isArray(request)) throw new SyntaxError('not an object');
    } catch (error) {
      flush();
      process.stderr.write(`a request that is no JSON object: ${describe(error)}\n`);
      process.exit(2);
    }
    let reply;
    if (request.cmd === 'start') {
      context = { keys: request.keys, issuer: request.issuer };
      reply = start(request, adapter);
    } else if (request.cmd === 'validate') {
      reply = await validate(request, context, judge);
    } else {
      reply = unsupported(`command ${request.cmd}`);
    }
    replies += `${JSON.stringify({ seq: request.seq, ...reply })}\n`;
    timer ??= setTimeout(flush, 1);
  };
  // node:readline also ends a line at U+2028, which JSON may hold; so lines are split here.
  let rest = '';
  const pending = new Set();
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const promise = answer(line).finally(() => pending.delete(promise));
      pending.add(promise);
      // An asynchronous library works on several requests at a time; the reply of a synchronous one goes out before the next request.
      await setImmediate();
    }
    Promise.all(pending).then(flush);
  }
  await Promise.all(pending);
  flush();
}
