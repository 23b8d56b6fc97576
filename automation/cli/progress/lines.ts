import type { Progress, StackStatus } from "../../deploy/progress";
import { isSettled, statusText, Stopwatch } from "./status";

/** Something is said at least this often of a stack that runs. */
const HEARTBEAT_MS = 30_000;

/** Progress where there is no terminal: one line whenever a stack starts or ends, and now and then while it runs. */
export function lineProgress(write: (text: string) => void): Progress {
  const latest = new Map<string, StackStatus>();
  const watch = new Stopwatch();
  let width = 0;
  const say = (stack: string, status: StackStatus) => {
    write(`${stack.padEnd(width)}  ${statusText(status, watch.seconds(stack))}\n`);
  };
  const heartbeat = setInterval(() => {
    for (const [stack, status] of latest) if (status.state === "running") say(stack, status);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    begin: (_, stacks) => {
      width = Math.max(0, ...stacks.map((stack) => stack.length));
    },
    update: (stack, status) => {
      const before = latest.get(stack)?.state;
      watch.see(stack, status);
      latest.set(stack, status);
      if (before !== status.state && (status.state === "running" || isSettled(status))) say(stack, status);
    },
    note: (text) => {
      write(`${text}\n`);
    },
    end: () => {
      clearInterval(heartbeat);
      return Promise.resolve();
    },
  };
}
