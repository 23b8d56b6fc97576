// Runs a command and measures it from outside: wall time, and the peak of summed PSS over its process tree.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

const SAMPLE_MS = 100;

/** A file of /proc, or undefined when the process has gone. */
function proc(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return undefined;
    throw error;
  }
}

/** Every process below `root`, itself included. */
function tree(root) {
  const children = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = proc(`/proc/${entry}/stat`);
    const parent = stat && Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found = [root];
  for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i]) ?? []));
  return found;
}

/** Summed proportional set size in MB: shared pages count once. */
function pssMb(root) {
  const kb = tree(root).reduce((sum, pid) => {
    const rollup = proc(`/proc/${pid}/smaps_rollup`);
    return sum + Number(/^Pss:\s+(\d+)/m.exec(rollup ?? "")?.[1] ?? 0);
  }, 0);
  return kb / 1024;
}

/** Resolves to `{ seconds, peakMb, stdout, status }`; memory is measured on Linux only. */
export function measure(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let stdout = "";
    let stderr = "";
    let peakMb = 0;
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const sampler =
      process.platform === "linux"
        ? setInterval(() => (peakMb = Math.max(peakMb, pssMb(child.pid))), SAMPLE_MS)
        : undefined;
    child.on("error", reject);
    child.on("close", (status) => {
      clearInterval(sampler);
      resolve({ seconds: (performance.now() - started) / 1000, peakMb, stdout, stderr, status });
    });
  });
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
