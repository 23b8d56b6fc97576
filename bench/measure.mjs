// Runs a command and measures it from outside: wall time, CPU time by the part a process plays, and the peak of summed PSS
// over its process tree.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

const SAMPLE_MS = 100;
/** The kernel's unit of CPU time in /proc: USER_HZ, 100 a second (man 5 proc_pid_stat, man 7 time). */
const TICKS_PER_SECOND = 100;

/** A file of /proc, or undefined when the process has gone. */
function proc(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return undefined;
    throw error;
  }
}

/** Parent and CPU seconds of a process, its own and those of the children that it has waited for. */
function stat(pid) {
  const text = proc(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [own, waitedFor] = [fields[11] + fields[12], fields[13] + fields[14]];
  return { parent: fields[1], own: own / TICKS_PER_SECOND, waitedFor: waitedFor / TICKS_PER_SECOND };
}

/** Every process below `root`, itself included, with its CPU seconds. */
function tree(root) {
  const stats = new Map();
  const children = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const found = stat(entry);
    if (found === undefined) continue;
    stats.set(Number(entry), found);
    children.set(found.parent, [...(children.get(found.parent) ?? []), Number(entry)]);
  }
  const pids = [root];
  for (let i = 0; i < pids.length; i++) pids.push(...(children.get(pids[i]) ?? []));
  return pids.map((pid) => ({ pid, own: stats.get(pid)?.own ?? 0 }));
}

/** Proportional set size in MB: shared pages count once. */
function pssMb(pid) {
  return Number(/^Pss:\s+(\d+)/m.exec(proc(`/proc/${pid}/smaps_rollup`) ?? "")?.[1] ?? 0) / 1024;
}

const isPolicyServer = (pid) => proc(`/proc/${pid}/cmdline`)?.includes("run-policy-pack") === true;

/**
 * Resolves to `{ seconds, peakMb, cpu, stdout, stderr, status }`. `cpu` is in seconds: `total` of all processes, `root` of
 * the command's own and `policy` of its policy servers, both as of the last sample. Memory and CPU are measured on Linux
 * only, and CPU only for one command at a time.
 */
export function measure(command, args, options = {}) {
  const linux = process.platform === "linux";
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const before = linux ? stat(process.pid).waitedFor : 0;
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let stdout = "";
    let stderr = "";
    let peakMb = 0;
    let rootCpu = 0;
    const servers = new Map();
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const sample = () => {
      const processes = tree(child.pid);
      peakMb = Math.max(
        peakMb,
        processes.reduce((sum, { pid }) => sum + pssMb(pid), 0),
      );
      for (const { pid, own } of processes) {
        if (pid === child.pid) rootCpu = Math.max(rootCpu, own);
        else if (isPolicyServer(pid)) servers.set(pid, own);
      }
    };
    const sampler = linux ? setInterval(sample, SAMPLE_MS) : undefined;
    child.on("error", reject);
    child.on("close", (status) => {
      clearInterval(sampler);
      const cpu = linux && {
        total: stat(process.pid).waitedFor - before,
        root: rootCpu,
        policy: [...servers.values()].reduce((sum, own) => sum + own, 0),
      };
      resolve({ seconds: (performance.now() - started) / 1000, peakMb, cpu, stdout, stderr, status });
    });
  });
}
