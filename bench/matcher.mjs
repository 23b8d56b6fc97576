// Events a second that the matcher finds the rules for, on one core, beside AWS's event-ruler with the same rules and events.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { partJars } from "../scripts/parts.mjs";
import { makeEvents, makeRules } from "./matcher/world.mjs";
import { context, heading, root, writeResult } from "./result.mjs";
import { median, spread, table } from "./stats.mjs";

const RULES = [10, 100, 1000];
const EVENTS = 2000;
/** Issue: the rate with 1,000 rules over that with 10, and how many times slower than event-ruler it may be. */
const AIM = { ofTen: 0.5, slowdown: 3 };
const TIMES = { warmUpSeconds: 3, runSeconds: 1 };

const folder = path.join(root, "bench", "matcher");

const lastLine = (text) => JSON.parse(text.trim().split("\n").at(-1));

function ours(file, runs) {
  const args = [path.join(folder, "worker.mjs"), file, String(runs)];
  return lastLine(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

function theirs(jars, file, runs) {
  // No helper threads beside the one that matches, apart from the compiler's.
  const args = [
    "-XX:+UseSerialGC",
    "-cp",
    jars.join(path.delimiter),
    path.join(folder, "Rates.java"),
    file,
    String(runs),
  ];
  return lastLine(execFileSync("java", args, { encoding: "utf8" }));
}

/** Why event-ruler can not be asked; undefined when it can. */
function missing(jars) {
  if (jars.length === 0) return "not run: npm run parts";
  return spawnSync("java", ["-version"]).status === 0 ? undefined : "not run (no Java)";
}

function measureAll(runs, jars, without) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "causeway-bench-"));
  try {
    const events = makeEvents(root, EVENTS);
    return RULES.map((count) => {
      process.stderr.write(`${count} rules\n`);
      const file = path.join(scratch, `${count}.json`);
      writeFileSync(file, JSON.stringify({ ...TIMES, rules: makeRules(count), events }));
      const entry = {
        rules: count,
        ours: ours(file, runs),
        ruler: without ? undefined : theirs(jars, file, runs),
      };
      if (entry.ruler !== undefined && entry.ruler.matchesPerPass !== entry.ours.matchesPerPass) {
        const counts = `${entry.ours.matchesPerPass} and event-ruler ${entry.ruler.matchesPerPass}`;
        throw new Error(`with ${count} rules the matcher finds ${counts} matches in the same events`);
      }
      return entry;
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export function run({ runs, out }) {
  const jars = partJars("event-ruler");
  const without = missing(jars);
  const about = context("matcher", runs);
  const measured = measureAll(runs, jars, without);

  console.log(`${heading(about)}\n`);
  const thousands = (rates) => spread(rates.map((rate) => rate / 1000));
  const rows = measured.map(({ rules, ours: mine, ruler }) => [
    rules,
    (mine.matchesPerPass / EVENTS).toFixed(2),
    thousands(mine.perSecond),
    ruler === undefined ? without : thousands(ruler.perSecond),
    (1000 * mine.compileSeconds).toFixed(0),
  ]);
  const headings = ["rules", "matches an event", "thousand events a second", "event-ruler", "compiled in ms"];
  console.log(`${table(headings, rows)}\n`);

  const rate = (entry) => median(entry.perSecond);
  const [ten] = measured;
  const thousand = measured.at(-1);
  const aims = [
    {
      aim: `1,000 rules at least ${AIM.ofTen} of the rate of 10`,
      value: rate(thousand.ours) / rate(ten.ours),
      met: rate(thousand.ours) >= AIM.ofTen * rate(ten.ours),
    },
    ...measured
      .filter(({ ruler }) => ruler !== undefined)
      .map(({ rules, ours: mine, ruler }) => ({
        aim: `${rules} rules: event-ruler at most ${AIM.slowdown} times as fast`,
        value: rate(ruler) / rate(mine),
        met: rate(ruler) <= AIM.slowdown * rate(mine),
      })),
  ];
  for (const { aim, value, met } of aims)
    console.log(`${met ? "met   " : "MISSED"} ${aim}: ${value.toFixed(2)}`);
  console.log(`\nwritten to ${writeResult("matcher", { ...about, measured, aims }, out)}`);
}
