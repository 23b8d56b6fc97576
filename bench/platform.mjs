// The whole dev platform on the embedded engine, from outside: first up, unchanged up, preview, and the same first up as
// one sequential pass.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { measure } from "./measure.mjs";
import { context, heading, root, writeResult } from "./result.mjs";
import { makeProject } from "./scale/program.mjs";
import { median, spread, table } from "./stats.mjs";

const cli = path.join(root, "dist", "automation", "cli", "main.js");
/** Issue: wall time over that of starting each stack's process on every core at once. */
const FLOOR_AIM = 1.5;

export const temporary = () => mkdtempSync(path.join(os.tmpdir(), "causeway-bench-"));

export async function causeway(verb, options, env = {}) {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  );
  const args = [cli, verb, "--env", "dev", ...given, "--json"];
  const result = await measure(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  if (result.status !== 0) {
    throw new Error(`causeway ${verb} ended with ${result.status}\n${result.stdout}\n${result.stderr}`);
  }
  return { ...result, report: JSON.parse(result.stdout) };
}

const embedded = (state, parallel) => ({ engine: "embedded", state, parallel });

/** Wall seconds of a program that makes nothing, in the SDK's own runner: Node and the SDK start, and end. */
export function startUp() {
  const folder = makeProject(root, 0);
  try {
    const worker = path.join(root, "bench", "scale", "worker.mjs");
    const text = execFileSync(process.execPath, [worker, folder, "first up"], { encoding: "utf8" });
    const { wallSeconds, programCpuSeconds } = JSON.parse(text.trim().split("\n").at(-1));
    return { wallSeconds, programCpuSeconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const kept = ({ seconds, peakMb, cpu, report }) => ({
  seconds,
  peakMb,
  cpu,
  stacks: report.stacks.map(({ name, seconds: own, counts }) => ({ name, seconds: own, counts })),
});

export async function run({ runs, out }) {
  const about = context("platform", runs);
  const parallel = about.machine.cores;
  const figures = { "first up": [], "unchanged up": [], preview: [], "first up, sequential": [] };
  const starts = [];
  for (let run = 1; run <= runs; run++) {
    process.stderr.write(`run ${run} of ${runs}\n`);
    const [state, sequential] = [temporary(), temporary()];
    try {
      figures["first up"].push(await causeway("up", { ...embedded(state, parallel), yes: true }));
      figures["unchanged up"].push(
        await causeway("up", { ...embedded(state, parallel), yes: true, "expect-no-changes": true }),
      );
      figures.preview.push(await causeway("preview", embedded(state, parallel)));
      figures["first up, sequential"].push(await causeway("up", { ...embedded(sequential, 1), yes: true }));
      starts.push(startUp());
    } finally {
      rmSync(state, { recursive: true, force: true });
      rmSync(sequential, { recursive: true, force: true });
    }
  }

  const [{ report }] = figures["first up"];
  const resources = report.totals.created;
  const stacks = report.stacks.length;
  const start = median(starts.map(({ wallSeconds }) => wallSeconds));
  const startCpu = starts.every(({ programCpuSeconds }) => programCpuSeconds !== undefined)
    ? median(starts.map(({ programCpuSeconds }) => programCpuSeconds))
    : undefined;
  console.log(`${heading(about)}\n${resources} resources in ${stacks} stacks, ${parallel} stacks at once\n`);
  const rows = Object.entries(figures).map(([name, results]) => {
    const cpu = (of) => (results[0].cpu ? spread(results.map((result) => of(result.cpu))) : "-");
    const policy = results[0].cpu
      ? (1000 * median(results.map((result) => result.cpu.policy))) / resources
      : 0;
    const share = results[0].cpu
      ? `${((100 * stacks * startCpu) / median(results.map((result) => result.cpu.total))).toFixed(0)} %`
      : "-";
    return [
      name,
      spread(results.map((result) => result.seconds)),
      cpu(({ total }) => total),
      cpu(({ root: own }) => own),
      cpu(({ total, root: own, policy: server }) => total - own - server),
      cpu(({ policy: server }) => server),
      policy.toFixed(1),
      share,
      spread(
        results.map((result) => result.peakMb),
        0,
      ),
    ];
  });
  const headings = [
    "operation",
    "wall s",
    "CPU s",
    "engine CPU s",
    "programs CPU s",
    "policy server CPU s",
    "policy ms a resource",
    "start-up of Node and SDK",
    "peak PSS MB",
  ];
  console.log(`${table(headings, rows)}\n`);

  const first = median(figures["first up"].map(({ seconds }) => seconds));
  const floor = (start * stacks) / parallel;
  const ratio = first / floor;
  console.log(
    `${ratio <= FLOOR_AIM ? "met   " : "MISSED"} first up takes ${ratio.toFixed(2)} times the floor of ${floor.toFixed(1)} s: ` +
      `${start.toFixed(2)} s for a program that makes nothing, ${stacks} stacks, ${parallel} cores (aim ${FLOOR_AIM})`,
  );
  const pairs = figures["first up, sequential"].map(
    ({ seconds }, index) => seconds / figures["first up"][index].seconds,
  );
  console.log(`sequential / ${parallel} at once, first up: ${median(pairs).toFixed(2)} (median of pairs)\n`);
  const ofStack = (name, operation) =>
    median(
      figures[operation].map(
        (result) => result.report.stacks.find((stack) => stack.name === name)?.seconds ?? 0,
      ),
    ).toFixed(1);
  console.log(
    table(
      ["stack", "first up s", "unchanged up s", "resources"],
      report.stacks.map(({ name, counts }) => [
        name,
        ofStack(name, "first up"),
        ofStack(name, "unchanged up"),
        counts.created + counts.unchanged,
      ]),
    ),
  );
  const results = Object.fromEntries(Object.entries(figures).map(([name, all]) => [name, all.map(kept)]));
  const file = writeResult(
    "platform",
    { ...about, resources, starts, figures: results, floorRatio: ratio },
    out,
  );
  console.log(`\nwritten to ${file}`);
}
