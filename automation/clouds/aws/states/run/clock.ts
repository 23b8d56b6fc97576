/** What an execution knows of time. Nothing else in it reads a clock. */
export interface ExecutionClock {
  now(): Date;
  /** Ends when that much time has passed, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}
