// One stack that grows: what the engine itself costs, apart from the program's process, which is Node and the SDK.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { context, heading, root, writeResult } from "./result.mjs";
import { makeProject } from "./scale/program.mjs";
import { median, spread, summary, table } from "./stats.mjs";

const OPERATIONS = ["first up", "unchanged up", "preview", "destroy"];
/** Issue: the cost of a resource in the largest stack over that in one of 500, and the engine's memory. */
const AIM = { from: 500, to: 5000, ratio: 1.2, memoryMb: 400 };

const worker = path.join(root, "bench", "scale", "worker.mjs");

function measure(folder, operation) {
  const text = execFileSync(process.execPath, [worker, folder, operation], { encoding: "utf8" });
  return JSON.parse(text.trim().split("\n").at(-1));
}

/** A stack without resources costs what Node, the SDK and the operation itself do. */
const EMPTY = 0;

function measureAll(sizes, runs) {
  const measured = [EMPTY, ...sizes].flatMap((resources) =>
    OPERATIONS.map((operation) => ({ resources, operation, runs: [] })),
  );
  for (let run = 1; run <= runs; run++) {
    for (const resources of [EMPTY, ...sizes]) {
      process.stderr.write(`run ${run} of ${runs}: ${resources} resources\n`);
      const folder = makeProject(root, resources);
      try {
        for (const entry of measured.filter((one) => one.resources === resources)) {
          entry.runs.push(measure(folder, entry.operation));
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }
  return measured;
}

export function run({ runs, sizes, out }) {
  const about = context("scale", runs);
  const measured = measureAll(sizes, runs);
  const of = (resources, operation, what) =>
    measured
      .find((entry) => entry.resources === resources && entry.operation === operation)
      .runs.map((one) => one[what]);
  const typical = (...which) => median(of(...which));
  /** Milliseconds of the engine's CPU for each resource, over an operation on an empty stack. */
  const perResource = (resources, operation) =>
    (1000 *
      (typical(resources, operation, "engineCpuSeconds") - typical(EMPTY, operation, "engineCpuSeconds"))) /
    resources;
  const hasCpu = of(EMPTY, "first up", "programCpuSeconds").every((value) => value !== undefined);

  console.log(`${heading(about)}\n`);
  const rows = measured.map(({ resources, operation }) => {
    const engine = typical(resources, operation, "engineCpuSeconds");
    const program = hasCpu ? typical(resources, operation, "programCpuSeconds") : undefined;
    const start = hasCpu ? typical(EMPTY, operation, "programCpuSeconds") : undefined;
    return [
      resources,
      operation,
      spread(of(resources, operation, "wallSeconds"), 2),
      spread(of(resources, operation, "engineCpuSeconds"), 2),
      resources === EMPTY ? "-" : perResource(resources, operation).toFixed(2),
      program === undefined ? "-" : spread(of(resources, operation, "programCpuSeconds"), 2),
      program === undefined ? "-" : `${((100 * start) / (engine + program)).toFixed(0)} %`,
      spread(of(resources, operation, "enginePeakMb"), 0),
    ];
  });
  const headings = [
    "resources",
    "operation",
    "wall s",
    "engine CPU s",
    "engine ms a resource",
    "program CPU s",
    "start-up of Node and SDK",
    "engine peak MB",
  ];
  console.log(`${table(headings, rows)}\n`);

  const aims = sizes.includes(AIM.from) && sizes.includes(AIM.to) ? OPERATIONS.map(aimOf) : [];
  function aimOf(operation) {
    const ratio = perResource(AIM.to, operation) / perResource(AIM.from, operation);
    const { max } = summary(of(AIM.to, operation, "enginePeakMb"));
    return { operation, ratio, peakMb: max, met: ratio <= AIM.ratio && max < AIM.memoryMb };
  }
  for (const { operation, ratio, peakMb, met } of aims) {
    console.log(
      `${met ? "met   " : "MISSED"} ${operation}: a resource of ${AIM.to} costs ${ratio.toFixed(2)} times one of ` +
        `${AIM.from} (aim ${AIM.ratio}), engine at most ${peakMb.toFixed(0)} MB (aim under ${AIM.memoryMb})`,
    );
  }
  console.log(`\nwritten to ${writeResult("scale", { ...about, measured, aims }, out)}`);
}
