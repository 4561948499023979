// An adapter that says the worst in every text that it may say: markup, scripts, control characters, marks that turn the direction of text, and much of it.
import { createHmac } from 'node:crypto';
import { createInterface } from 'node:readline';

const WORST = [
  '</script><script>document.title = "owned"</script>',
  '"><img src="https://network.example/x" onerror="document.title = \'owned\'">',
  "' onfocus='x' autofocus <style>*{display:none}</style> <!-- <![CDATA[ {{ 7*7 }} ${7*7}",
  '\u202e\u2066\u200f evil \u2069 \ufeff\u0000\u0007\u001b[31m\u0085\u2028 \ud83d\udd11 e\u0301',
  'x'.repeat(10_000),
].join(' ');
const asked = ['no-identifiers', 'many-identifiers', 'issuer', 'any-issuer', 'aud-required', 'aud-optional'];
const implementation = { name: WORST, version: WORST, language: WORST, runtime: WORST, registry: WORST, package: WORST, homepage: 'javascript:document.title = "owned"' };
const start = { protocol: 1, implementation, window: 64, kind: 'validator', algorithms: ['HS256'], features: asked, notes: WORST };

let key;
const signed = (token) => {
  const [header, payload, signature] = token.split('.');
  return createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url') === signature;
};

// Right where the audience is a string, so that it passes for an adapter; wrong in every way where it is anything else.
function validate({ token, policy }) {
  if (policy.azp === 'canary') return { verdict: 'unsupported', feature: 'azp-canary' };
  if (!signed(token)) return { verdict: 'reject', error: WORST };
  let aud;
  try {
    aud = JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).aud;
  } catch (error) {
    return { verdict: 'fault', error: WORST };
  }
  if (typeof aud === 'string') return policy.identifiers.includes(aud) ? { verdict: 'accept' } : { verdict: 'reject', error: WORST };
  if (!Array.isArray(aud)) return { verdict: 'accept' };
  return aud.length > 1 ? { verdict: 'fault', error: WORST } : { verdict: 'reject', error: WORST };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.cmd === 'start') key = Buffer.from(request.keys.HS256.k, 'base64url');
  const reply = request.cmd === 'start' ? start : request.cmd === 'validate' ? validate(request) : { verdict: 'unsupported', feature: `command ${request.cmd}` };
  console.log(JSON.stringify({ seq: request.seq, ...reply }));
}
