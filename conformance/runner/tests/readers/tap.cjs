// Does tap-parser read the TAP, with every diagnostic, and count what the run counted?
const assert = require("node:assert");
const fs = require("node:fs");
const { Parser } = require("tap-parser");

const [tap, run] = process.argv.slice(2).map((path) => fs.readFileSync(path, "utf8"));
const results = JSON.parse(run.trim().split("\n").at(-1)).results;
const counts = { pass: 0, fail: 0, todo: 0, skip: 0, diagnostics: 0 };
const parser = new Parser({ strict: true });
parser.on("child", (child) => {
  child.on("assert", (point) => {
    const kind = point.todo ? "todo" : point.skip ? "skip" : point.ok ? "pass" : "fail";
    counts[kind] += 1;
    if (point.diag) counts.diagnostics += 1;
    if (kind === "fail" || kind === "todo") assert(point.diag || point.name === "something ran", point.name);
  });
  child.on("extra", (text) => assert.fail(`no TAP: ${text}`));
});
parser.on("extra", (text) => assert.fail(`no TAP: ${text}`));
parser.on("complete", (whole) => {
  const sum = (of) => Object.values(results).reduce((all, result) => all + of(result), 0);
  assert.equal(whole.count, Object.keys(results).length + 1);
  assert.equal(counts.fail, sum((result) => result.unexpected_failures + result.stale_expectations.length) + 1);
  assert.equal(counts.todo, sum((result) => result.known_failures));
  assert.equal(counts.skip, sum((result) => result.outcomes.unsupported));
  console.log(`TAP: tap-parser reads ${JSON.stringify(counts)}`);
});
parser.end(tap);
