import type { Json, JsonObject } from "./json";

/** A state machine in the Amazon States Language (states-language.net), JSONPath dialect. */
export interface StateMachine extends StatesBlock {
  readonly Comment?: string;
  readonly Version?: "1.0";
  readonly QueryLanguage?: "JSONPath";
  readonly TimeoutSeconds?: number;
}

/** States that belong together: a machine's, a branch's, or those that a Map runs for each item. */
export interface StatesBlock {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State =
  TaskState | ChoiceState | ParallelState | MapState | PassState | WaitState | SucceedState | FailState;

interface Common {
  readonly Comment?: string;
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}

interface Going {
  readonly Next?: string;
  readonly End?: boolean;
}

/** Fields of states that have a result. */
interface Resulting extends Common, Going {
  readonly Parameters?: Json;
  readonly ResultPath?: string | null;
}

/** Fields of states that can fail and be tried again. */
export interface Failing {
  readonly ResultSelector?: JsonObject;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** @default 1 */
  readonly IntervalSeconds?: number;
  /** @default 3 */
  readonly MaxAttempts?: number;
  /** @default 2 */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  /** @default "NONE" */
  readonly JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  /** @default "$" */
  readonly ResultPath?: string | null;
}

export interface TaskState extends Resulting, Failing {
  readonly Type: "Task";
  readonly Resource: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
}

export interface ParallelState extends Resulting, Failing {
  readonly Type: "Parallel";
  readonly Branches: readonly StatesBlock[];
}

export interface MapState extends Resulting, Failing {
  readonly Type: "Map";
  readonly ItemsPath?: string;
  readonly ItemSelector?: JsonObject;
  readonly ItemProcessor?: StatesBlock & { readonly ProcessorConfig?: { readonly Mode?: "INLINE" } };
  /** The older name of ItemProcessor. */
  readonly Iterator?: StatesBlock;
  readonly MaxConcurrency?: number;
}

export interface PassState extends Resulting {
  readonly Type: "Pass";
  readonly Result?: Json;
}

export interface WaitState extends Common, Going {
  readonly Type: "Wait";
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface ChoiceState extends Common {
  readonly Type: "Choice";
  readonly Choices: readonly (ChoiceTest & { readonly Next: string })[];
  readonly Default?: string;
}

/** A comparison, `{ Variable, NumericGreaterThanEquals }`, or one of And, Or, Not. */
export type ChoiceTest = {
  readonly Variable?: string;
  readonly And?: readonly ChoiceTest[];
  readonly Or?: readonly ChoiceTest[];
  readonly Not?: ChoiceTest;
} & { readonly [operator: string]: unknown };

export interface SucceedState extends Common {
  readonly Type: "Succeed";
}

export interface FailState {
  readonly Type: "Fail";
  readonly Comment?: string;
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}
