import type { StackResult, Verb } from "./report";

/** How far a stack is, while a run goes on. */
export interface StackStatus {
  readonly state: "waiting" | "running" | StackResult;
  /** Resources whose step is over, and as many as are known to come; the total grows while a program runs. */
  readonly done: number;
  readonly total: number;
  /** What is said beside it: what it waits for, why it failed. */
  readonly note?: string;
}

/** Told of a run while it goes on. */
export interface Progress {
  begin(verb: Verb, stacks: readonly string[]): void;
  update(stack: string, status: StackStatus): void;
  /** Something to say that belongs to no stack. */
  note(text: string): void;
  end(): Promise<void>;
}

export const silent: Progress = {
  begin: () => undefined,
  update: () => undefined,
  note: () => undefined,
  end: () => Promise.resolve(),
};
