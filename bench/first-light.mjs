// npm run bench: the whole dev platform on the embedded engine, from outside: first up, unchanged up, preview, and the
// same first up as one sequential pass. Prints a Markdown table; runs as often as the first argument says (default 5).
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildDist } from "../scripts/build.mjs";
import { measure, median } from "./measure.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const cli = path.join(root, "dist", "automation", "cli", "main.js");
const runs = Number(process.argv[2] ?? 5);

async function causeway(state, verb, parallel, ...more) {
  const args = [
    cli,
    verb,
    "--env",
    "dev",
    "--engine",
    "embedded",
    "--state",
    state,
    "--parallel",
    String(parallel),
    "--json",
    ...more,
  ];
  const result = await measure(process.execPath, args, { cwd: root });
  if (result.status !== 0)
    throw new Error(`causeway ${verb} ended with ${result.status}\n${result.stdout}\n${result.stderr}`);
  return { ...result, report: JSON.parse(result.stdout) };
}

const buildStart = performance.now();
await buildDist({ force: true });
const buildSeconds = (performance.now() - buildStart) / 1000;

const figures = { "first up": [], "unchanged up": [], preview: [], "first up, sequential": [] };
let resources = 0;
for (let run = 0; run < runs; run++) {
  const state = mkdtempSync(path.join(os.tmpdir(), "causeway-bench-"));
  const sequential = mkdtempSync(path.join(os.tmpdir(), "causeway-bench-"));
  try {
    const first = await causeway(state, "up", 2, "--yes");
    const second = await causeway(state, "up", 2, "--yes", "--expect-no-changes");
    const preview = await causeway(state, "preview", 2);
    const one = await causeway(sequential, "up", 1, "--yes");
    figures["first up"].push(first);
    figures["unchanged up"].push(second);
    figures.preview.push(preview);
    figures["first up, sequential"].push(one);
    resources = first.report.totals.created;
  } finally {
    rmSync(state, { recursive: true, force: true });
    rmSync(sequential, { recursive: true, force: true });
  }
}

console.log(
  `${os.cpus().length} cores (${os.cpus()[0]?.model}), Node ${process.version}, ${resources} resources, ${runs} runs`,
);
console.log(`build: ${buildSeconds.toFixed(1)} s\n`);
console.log("| operation | wall s: min / median / max | peak PSS MB: median |\n|---|---|---|");
for (const [name, results] of Object.entries(figures)) {
  const seconds = results.map((r) => r.seconds);
  const row = [Math.min(...seconds), median(seconds), Math.max(...seconds)]
    .map((s) => s.toFixed(1))
    .join(" / ");
  console.log(`| ${name} | ${row} | ${median(results.map((r) => r.peakMb)).toFixed(0)} |`);
}
const ratio = median(
  figures["first up, sequential"].map((r, i) => r.seconds / figures["first up"][i].seconds),
);
console.log(`\nsequential / parallel 2, first up: ${ratio.toFixed(2)} (median of pairs)\n`);
console.log("| stack | first up s | unchanged up s | resources |\n|---|---|---|---|");
for (const stack of figures["first up"][0]?.report.stacks ?? []) {
  const of = (name) =>
    figures[name].map((r) => r.report.stacks.find((s) => s.name === stack.name)?.seconds ?? 0);
  const total = stack.counts.created + stack.counts.unchanged;
  console.log(
    `| ${stack.name} | ${median(of("first up")).toFixed(1)} | ${median(of("unchanged up")).toFixed(1)} | ${total} |`,
  );
}
