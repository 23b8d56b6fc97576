/**
 * As much of the Amazon States Language as the workflows here need (states-language.net, JSONPath dialect). `S` is text, or
 * an output of it: names, URLs and ARNs of resources.
 */

/** A payload template; a field whose name ends in `.$` holds a path or a call of an intrinsic function. */
export type Template<S> =
  S | string | number | boolean | null | readonly Template<S>[] | { readonly [name: string]: Template<S> };

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string | null;
  readonly Next: string;
}

interface Common {
  readonly Comment?: string;
}

type Going = { readonly Next: string } | { readonly End: true };

export type TaskState<S> = Common & {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Parameters: { readonly [name: string]: Template<S> };
  readonly TimeoutSeconds: number;
  readonly ResultSelector?: { readonly [name: string]: Template<S> };
  readonly ResultPath?: string | null;
  readonly Retry: readonly [Retrier, ...Retrier[]];
  readonly Catch: readonly [Catcher, ...Catcher[]];
} & Going;

export type ChoiceRule = {
  readonly Variable?: string;
  readonly And?: readonly ChoiceRule[];
  readonly IsPresent?: boolean;
  readonly StringEquals?: string;
  readonly NumericGreaterThanEquals?: number;
};

export type State<S> =
  | TaskState<S>
  | (Common & {
      readonly Type: "Choice";
      readonly Choices: readonly (ChoiceRule & { readonly Next: string })[];
      readonly Default: string;
    })
  | (Common & {
      readonly Type: "Parallel";
      readonly Branches: readonly States<S>[];
      readonly ResultSelector?: { readonly [name: string]: Template<S> };
      readonly ResultPath?: string | null;
    } & Going)
  | (Common & {
      readonly Type: "Pass";
      readonly InputPath?: string;
      readonly Parameters?: { readonly [name: string]: Template<S> };
      readonly Result?: Template<S>;
      readonly ResultPath?: string;
    } & Going)
  | (Common & { readonly Type: "Succeed" })
  | (Common & { readonly Type: "Fail"; readonly Error: string; readonly CausePath: string });

export interface States<S> {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State<S>>>;
}

/** A state machine. */
export interface Definition<S> extends States<S> {
  readonly Comment: string;
  /** Seconds after which an execution is given up. */
  readonly TimeoutSeconds: number;
}

/** What handlers throw of events that no retry can mend; events/errors.ts. */
export const POISON: readonly string[] = ["InvalidEventError", "UnknownVersionError"];

/** Three more tries over a few seconds; none where trying again can not help. */
export function retries(attempts = 3, never: readonly string[] = POISON): [Retrier, ...Retrier[]] {
  return [
    { ErrorEquals: never, MaxAttempts: 0 },
    {
      ErrorEquals: ["States.ALL"],
      IntervalSeconds: 2,
      BackoffRate: 2,
      MaxAttempts: attempts,
      MaxDelaySeconds: 60,
      JitterStrategy: "FULL",
    },
  ];
}

/** Catches everything, keeps the error beside the input. */
export function otherwise(next: string, resultPath = "$.failure"): Catcher {
  return { ErrorEquals: ["States.ALL"], ResultPath: resultPath, Next: next };
}

interface Step<S> {
  /** @default 30 */
  readonly timeoutSeconds?: number;
  readonly retry?: readonly [Retrier, ...Retrier[]];
  readonly errors: readonly [Catcher, ...Catcher[]];
  readonly result?: { readonly [name: string]: Template<S> };
  /** @default "$", in place of the input */
  readonly resultPath?: string | null;
  /** @default the end */
  readonly next?: string;
}

function task<S>(
  action: string,
  parameters: { readonly [name: string]: Template<S> },
  step: Step<S>,
): TaskState<S> {
  const { timeoutSeconds = 30, retry = retries(), errors, result, resultPath, next } = step;
  return {
    Type: "Task",
    Resource: `arn:aws:states:::${action}`,
    Parameters: parameters,
    TimeoutSeconds: timeoutSeconds,
    ...(result === undefined ? {} : { ResultSelector: result }),
    ...(resultPath === undefined ? {} : { ResultPath: resultPath }),
    Retry: retry,
    Catch: errors,
    ...(next === undefined ? { End: true } : { Next: next }),
  };
}

/** Invokes a function and waits for its answer. */
export function invoke<S>(
  functionArn: S,
  payload: { readonly [name: string]: Template<S> },
  step: Step<S>,
): TaskState<S> {
  return task("lambda:invoke", { FunctionName: functionArn, ...payload }, step);
}

export function putItem<S>(
  parameters: { readonly [name: string]: Template<S> },
  step: Step<S>,
): TaskState<S> {
  return task("dynamodb:putItem", parameters, step);
}

export function sendMessage<S>(
  parameters: { readonly [name: string]: Template<S> },
  step: Step<S>,
): TaskState<S> {
  return task("sqs:sendMessage", parameters, step);
}

export function putEvents<S>(entries: readonly Template<S>[], step: Step<S>): TaskState<S> {
  return task("events:putEvents", { Entries: entries }, step);
}

export function publish<S>(
  parameters: { readonly [name: string]: Template<S> },
  step: Step<S>,
): TaskState<S> {
  return task("sns:publish", parameters, step);
}
