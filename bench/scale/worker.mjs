// `worker.mjs FOLDER OPERATION`: one operation in a process of its own, so that its peak of memory is its own. Prints
// what it cost as one line of JSON.
import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { clouds } from "./cloud.mjs";

const require = createRequire(import.meta.url);
// As the causeway command does.
require("../../dist/automation/engine/late-modules.js").loadPartsLate(Module);
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { embeddedPulumi } = require("../../dist/automation/engine/index.js");

/** The kernel's unit of a process's CPU time, USER_HZ: 100 a second on every Linux (man 5 proc, man 7 time). */
const TICKS_PER_SECOND = 100;

/** CPU seconds of the children that have ended; undefined where there is no /proc. */
function childrenCpu() {
  if (process.platform !== "linux") return undefined;
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

function ownCpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const OPTIONS = {
  "first up": ["up", {}],
  "unchanged up": ["up", { expectNoChanges: true }],
  preview: ["preview", {}],
  destroy: ["destroy", {}],
};

const [folder = "", operation = ""] = process.argv.slice(2);
const [verb, options] = OPTIONS[operation];
const stack = await LocalWorkspace.createOrSelectStack(
  { stackName: "bench", workDir: folder },
  {
    pulumiCommand: embeddedPulumi({ clouds, home: path.join(folder, ".state") }),
    envVars: { PULUMI_CONFIG_PASSPHRASE: "bench" },
  },
);
const cpuBefore = ownCpu();
const childBefore = childrenCpu();
const started = performance.now();
let events = 0;
await stack[verb]({ ...options, onEvent: () => void events++ });
const childAfter = childrenCpu();
console.log(
  JSON.stringify({
    wallSeconds: (performance.now() - started) / 1000,
    engineCpuSeconds: ownCpu() - cpuBefore,
    programCpuSeconds: childAfter === undefined ? undefined : childAfter - childBefore,
    engineStartCpuSeconds: cpuBefore,
    enginePeakMb: process.resourceUsage().maxRSS / 1024,
    events,
  }),
);
