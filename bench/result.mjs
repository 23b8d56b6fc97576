// What every result says of where it comes from, and where it is written.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** To be taken before the first run: afterwards the load is the benchmark's own. */
export function context(name, runs) {
  const [cpu] = os.cpus();
  return {
    schema: `causeway.bench.${name}/1`,
    date: new Date().toISOString(),
    command: `npm run bench -- ${process.argv.slice(2).join(" ")}`,
    commit: commit(),
    runs,
    machine: {
      cpu: cpu?.model ?? "unknown",
      cores: os.availableParallelism(),
      memoryMb: Math.round(os.totalmem() / 2 ** 20),
      system: `${os.type()} ${os.release()} ${os.arch()}`,
      node: process.version,
      loadBefore: os.loadavg().map((load) => Number(load.toFixed(2))),
    },
  };
}

function commit() {
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain") === "" ? "" : ", changed");
  } catch (error) {
    return `unknown: ${error.code ?? error.message}`;
  }
}

export function heading({ date, machine, runs, commit: at }) {
  const busy = machine.loadBefore[0] > 0.5 ? "; it was not idle, so take the figures as a sketch" : "";
  return [
    `${date}, commit ${at}, ${runs} runs; min / median / max ± median absolute deviation`,
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryMb} MB, ${machine.system}, Node ${machine.node}`,
    `load average before: ${machine.loadBefore.join(", ")}${busy}`,
  ].join("\n");
}

/** Writes a result as JSON; the file's name. */
export function writeResult(name, result, file = path.join(root, "bench", "results", `${name}.json`)) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  return path.relative(process.cwd(), file);
}
