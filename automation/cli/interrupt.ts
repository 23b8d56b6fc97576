/** Ctrl-C: once asks the run to stop in order, twice ends it at once. */

export interface Interrupts {
  /** Aborted by the first. */
  readonly signal: AbortSignal;
  /** Lets go of the process's signals. */
  dispose(): void;
}

/** The last is what a terminal that is closed sends. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const INTERRUPTED = 130;

/**
 * @param asked called at the first interruption.
 * @param kill ends whatever still runs; called at the second, before the process ends.
 */
export function onInterrupt(asked: () => void, kill: () => void): Interrupts {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) {
      kill();
      process.exit(INTERRUPTED);
    }
    asked();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
