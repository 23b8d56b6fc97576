// `causeway diff` on the reference platform, all environments, both revisions built: a change in one stack, and one in all.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { measure } from "./measure.mjs";
import { temporary } from "./platform.mjs";
import { context, heading, root, writeResult } from "./result.mjs";
import { median, spread, table } from "./stats.mjs";

/** Issue 7, on two cores. */
const HEADS = {
  "one stack": {
    aim: 20,
    file: "stacks/eks.ts",
    before: 'Service: "kubernetes"',
    after: 'Service: "containers"',
  },
  "whole platform": {
    aim: 60,
    file: "stacks/site.ts",
    before: "Owner: env.tags.owner",
    after: "Owner: `${env.tags.owner}-2`",
  },
};

/** A clone of this checkout's last commit with a branch for each head, built as a user's is. */
function makeClone() {
  const clone = path.join(temporary(), "clone");
  execFileSync("git", ["clone", "--quiet", root, clone]);
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.org", ...args], {
      cwd: clone,
    });
  git("checkout", "--quiet", "-B", "main");
  for (const [name, { file, before, after }] of Object.entries(HEADS)) {
    const text = readFileSync(path.join(clone, file), "utf8");
    if (!text.includes(before)) throw new Error(`${file} has no ${before}: the benchmark needs another edit`);
    git("checkout", "--quiet", "-b", branchOf(name), "main");
    writeFileSync(path.join(clone, file), text.replace(before, after));
    git("commit", "--quiet", "--all", "--message", name);
  }
  git("checkout", "--quiet", "main");
  symlinkSync(realpathSync(path.join(root, "node_modules")), path.join(clone, "node_modules"));
  for (const made of ["dist", path.join("policy", "dist"), ".cache"].filter((one) =>
    existsSync(path.join(root, one)),
  )) {
    const apart = (from) => !/[\\/]\.cache[\\/](?!kubernetes-facts)/.test(from);
    cpSync(path.join(root, made), path.join(clone, made), { recursive: true, filter: apart });
  }
  execFileSync(process.execPath, [path.join(clone, "scripts", "build.mjs")]);
  return clone;
}

const branchOf = (name) => name.replaceAll(" ", "-");

async function compared(clone, name) {
  const cli = path.join(clone, "dist", "automation", "cli", "main.js");
  const out = path.join(path.dirname(clone), "diff.json");
  const args = [cli, "diff", "--base", "main", "--head", branchOf(name), "--out", out];
  const result = await measure(process.execPath, args, { cwd: clone });
  if (result.status !== 0)
    throw new Error(`causeway diff of ${name} ended with ${result.status}\n${result.stderr}`);
  const { environments } = JSON.parse(readFileSync(out, "utf8"));
  const stacks = environments.flatMap((env) => env.stacks);
  const changes = stacks.reduce((sum, { resources }) => sum + resources.length, 0);
  if (changes === 0) throw new Error(`causeway diff of ${name} finds no change`);
  const { seconds, peakMb, cpu } = result;
  const ran = stacks.filter(({ because }) => because !== "unchanged" && because !== "needs").length;
  return { seconds, peakMb, cpu, changes, ran, environments: environments.length };
}

export async function run({ runs, out }) {
  const about = context("diff", runs);
  const clone = makeClone();
  const figures = Object.fromEntries(Object.keys(HEADS).map((name) => [name, []]));
  try {
    for (let run = 1; run <= runs; run++) {
      process.stderr.write(`run ${run} of ${runs}\n`);
      for (const [name, results] of Object.entries(figures)) results.push(await compared(clone, name));
    }
  } finally {
    rmSync(path.dirname(clone), { recursive: true, force: true });
  }
  console.log(`${heading(about)}\n`);
  const rows = Object.entries(figures).map(([name, results]) => {
    const cpu = (of) => (results[0].cpu ? spread(results.map((result) => of(result.cpu))) : "-");
    const [{ changes, environments }] = results;
    return [
      name,
      `${changes} in ${environments} environments`,
      spread(results.map(({ seconds }) => seconds)),
      cpu(({ total }) => total),
      cpu(({ root: own }) => own),
      cpu(({ policy }) => policy),
      spread(
        results.map(({ peakMb }) => peakMb),
        0,
      ),
    ];
  });
  const headings = ["change in", "changes", "wall s", "CPU s", "own CPU s", "policy CPU s", "peak PSS MB"];
  console.log(`${table(headings, rows)}\n`);
  for (const [name, { aim }] of Object.entries(HEADS)) {
    const seconds = median(figures[name].map((result) => result.seconds));
    console.log(`${seconds < aim ? "met   " : "MISSED"} ${name}: ${seconds.toFixed(1)} s (aim ${aim} s)`);
  }
  const file = writeResult("diff", { ...about, figures }, out);
  console.log(`\nwritten to ${file}`);
}
