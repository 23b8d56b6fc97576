import { runtimeFailure } from "../failure";
import type { Json } from "../json";

/** One event of an execution, as GetExecutionHistory names its type (Step Functions API, HistoryEvent). */
export interface HistoryEvent {
  readonly id: number;
  readonly timestamp: string;
  readonly type: string;
  /** Name of the state, where one is concerned. */
  readonly state?: string;
  readonly input?: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** What a task asks for, `lambda:invoke`. */
  readonly resource?: string;
  /** Which item of a Map, from 0. */
  readonly index?: number;
}

/** 25,000 events, with which a standard execution fails (Developer Guide, "Quotas related to state machine executions"). */
export const MAX_EVENTS = 25_000;

export class History {
  readonly events: HistoryEvent[] = [];
  constructor(private readonly now: () => Date) {}

  add(type: string, details: Omit<HistoryEvent, "id" | "timestamp" | "type"> = {}): void {
    // Room is kept for the event that ends the execution.
    if (this.events.length >= MAX_EVENTS - 1 && !/^Execution/.test(type))
      throw runtimeFailure(`The execution reached the maximum number of history events (${MAX_EVENTS}).`);
    this.events.push({ id: this.events.length + 1, timestamp: this.now().toISOString(), type, ...details });
  }
}
