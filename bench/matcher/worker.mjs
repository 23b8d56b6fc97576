// node worker.mjs FILE RUNS: matches the events of a file with its rules, and prints what it took as one line of JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "../result.mjs";

const { compilePattern, compileRules } = createRequire(path.join(root, "dist", "/"))("./lib/event-patterns");
const [file, runs] = process.argv.slice(2);
const { rules: patterns, events, warmUpSeconds, runSeconds } = JSON.parse(readFileSync(file, "utf8"));

const start = performance.now();
const rules = compileRules(patterns.map((pattern, i) => [i, compilePattern(pattern)]));
const compileSeconds = (performance.now() - start) / 1000;

/** Passes over all events, from text to rules, until the time is over. */
function measure(seconds) {
  const from = performance.now();
  let passes = 0;
  let matched = 0;
  do {
    for (const event of events) matched += rules.ofText(event).length;
    passes++;
  } while (performance.now() - from < 1000 * seconds);
  return {
    perSecond: (1000 * passes * events.length) / (performance.now() - from),
    matchesPerPass: matched / passes,
  };
}

measure(warmUpSeconds);
const measured = Array.from({ length: Number(runs) }, () => measure(runSeconds));
console.log(
  JSON.stringify({
    compileSeconds,
    perSecond: measured.map((one) => one.perSecond),
    matchesPerPass: measured[0].matchesPerPass,
  }),
);
