// What the internet reaches of a platform whose groups are full and public: the answer that looks at the most rules.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { context, heading, root, writeResult } from "./result.mjs";
import { median, spread, table } from "./stats.mjs";

/** A whole platform is answered for while one waits. */
const AIM_MS = 1000;
const AIM_RULES = 5000;
const SIZES = [1250, 2500, AIM_RULES];

export async function run({ runs, out }) {
  const from = context("reachability", runs);
  const worker = path.join(root, "bench", "reachability", "answer.mjs");
  const results = SIZES.map((rules) => {
    const answers = Array.from({ length: runs }, () =>
      JSON.parse(execFileSync(process.execPath, [worker, String(rules)], { encoding: "utf8" })),
    );
    const { evaluations, exposures } = answers[0];
    return { rules, evaluations, exposures, ms: answers.map(({ ms }) => ms) };
  });
  const rows = results.map(({ rules, evaluations, exposures, ms }) => [
    rules,
    evaluations,
    exposures,
    spread(ms, 0),
  ]);
  console.log(`${heading(from)}\n\n${table(["rules", "rules looked at", "ways in", "ms"], rows)}\n`);
  const slowest = median(results.at(-1).ms);
  console.log(
    `${slowest < AIM_MS ? "met   " : "MISSED"} ${AIM_RULES} rules answered in under ${AIM_MS} ms: ${slowest.toFixed(0)} ms`,
  );
  console.log(`\nwritten to ${writeResult("reachability", { ...from, results }, out)}`);
}
