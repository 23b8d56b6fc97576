import { Listr, type ListrTaskWrapper } from "listr2";
import type { Progress, StackStatus } from "../../deploy/progress";
import { isSettled, statusText, Stopwatch } from "./status";

/** How often times on the screen move on. */
const TICK_MS = 200;

type Row = Pick<ListrTaskWrapper<unknown, never, never>, "title" | "skip">;

interface Line {
  status: StackStatus;
  row: Row | undefined;
  readonly settled: Promise<void>;
  settle(failed: boolean): void;
}

/** Progress on a terminal: one line a stack, in place. */
export function liveProgress(): Progress {
  const lines = new Map<string, Line>();
  const watch = new Stopwatch();
  let drawing: Promise<unknown> = Promise.resolve();
  let width = 0;
  const title = (stack: string, { status }: Line) =>
    `${stack.padEnd(width)}  ${statusText(status, watch.seconds(stack))}`;
  const draw = () => {
    for (const [stack, line] of lines) if (line.row !== undefined) line.row.title = title(stack, line);
  };
  const tick = setInterval(draw, TICK_MS);
  return {
    begin: (_, stacks) => {
      width = Math.max(0, ...stacks.map((stack) => stack.length));
      for (const stack of stacks) lines.set(stack, newLine());
      const tasks = [...lines].map(([stack, line]) => ({
        title: title(stack, line),
        task: (_context: unknown, row: Row) => {
          line.row = row;
          return line.settled;
        },
      }));
      drawing = new Listr(tasks, {
        concurrent: true,
        exitOnError: false,
        // Ctrl-C is the run's to handle: it ends in order.
        registerSignalListeners: false,
        rendererOptions: { showErrorMessage: false, collapseErrors: false, formatOutput: "truncate" },
      }).run();
    },
    update: (stack, status) => {
      const line = lines.get(stack);
      if (line === undefined) return;
      watch.see(stack, status);
      line.status = status;
      if (line.row !== undefined) line.row.title = title(stack, line);
      if (isSettled(status)) line.settle(status.state !== "succeeded" && status.state !== "skipped");
    },
    note: (text) => {
      process.stderr.write(`${text}\n`);
    },
    end: async () => {
      clearInterval(tick);
      await drawing;
    },
  };
}

function newLine(): Line {
  let settle: Line["settle"] = () => undefined;
  const settled = new Promise<void>((resolve, reject) => {
    settle = (failed) => {
      if (failed) reject(new Error("failed"));
      else resolve();
    };
  });
  return { status: { state: "waiting", done: 0, total: 0 }, row: undefined, settled, settle };
}
