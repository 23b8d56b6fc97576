import type { StackStatus } from "../../deploy/progress";

const WORDS: Readonly<Record<StackStatus["state"], string>> = {
  waiting: "waiting",
  running: "running",
  succeeded: "done",
  failed: "failed",
  blocked: "blocked",
  skipped: "skipped",
  interrupted: "interrupted",
  "not-started": "not started",
};

/** States that a stack does not leave again. */
export function isSettled({ state }: StackStatus): boolean {
  return state !== "waiting" && state !== "running";
}

/** `running      12/40 resources    3.2 s` */
export function statusText(status: StackStatus, seconds: number): string {
  const { state, done, total, note } = status;
  const counted = total > 0 ? `${done}/${total} resources` : "";
  const time = seconds > 0 ? `${seconds.toFixed(1)} s` : "";
  const word = WORDS[state];
  return [word.padEnd(11), counted.padEnd(18), time.padStart(8), shorten(note ?? "")].join("  ").trimEnd();
}

function shorten(text: string, most = 100): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

/** Measures how long each stack has been running. */
export class Stopwatch {
  readonly #began = new Map<string, number>();
  readonly #took = new Map<string, number>();

  constructor(private readonly elapsed: () => number = () => performance.now()) {}

  see(stack: string, status: StackStatus): void {
    if (status.state === "running" && !this.#began.has(stack)) this.#began.set(stack, this.elapsed());
    if (isSettled(status)) this.#took.set(stack, this.seconds(stack));
  }

  seconds(stack: string): number {
    const began = this.#began.get(stack);
    return this.#took.get(stack) ?? (began === undefined ? 0 : (this.elapsed() - began) / 1000);
  }
}
