/** What is known of a field: how it must look, told in words when it does not. */
export type FieldTest = (value: unknown) => string | undefined;

const REQUIRED = new Map<string, readonly string[]>([
  ["Task", ["Resource"]],
  ["Choice", ["Choices"]],
  ["Parallel", ["Branches"]],
]);

const COMMON = ["Type", "Comment", "QueryLanguage"];
const DATA = ["InputPath", "OutputPath"];
const GOING = ["Next", "End"];
const RESULT = ["Parameters", "ResultPath"];
const FAILING = ["ResultSelector", "Retry", "Catch"];

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: [
    ...COMMON,
    ...DATA,
    ...GOING,
    ...RESULT,
    ...FAILING,
    "Resource",
    "TimeoutSeconds",
    "TimeoutSecondsPath",
  ],
  Parallel: [...COMMON, ...DATA, ...GOING, ...RESULT, ...FAILING, "Branches"],
  Map: [
    ...COMMON,
    ...DATA,
    ...GOING,
    ...RESULT,
    ...FAILING,
    "ItemsPath",
    "ItemSelector",
    "ItemProcessor",
    "Iterator",
    "MaxConcurrency",
  ],
  Pass: [...COMMON, ...DATA, ...GOING, ...RESULT, "Result"],
  Wait: [...COMMON, ...DATA, ...GOING, "Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
  Choice: [...COMMON, ...DATA, "Choices", "Default"],
  Succeed: [...COMMON, ...DATA],
  Fail: [...COMMON, "Error", "ErrorPath", "Cause", "CausePath"],
};

/** Kinds of states that executions know. */
export const stateTypes = Object.keys(FIELDS);

/** Fields that a state of a kind may have; undefined when the kind is not known. */
export function fieldsOf(type: string): readonly string[] | undefined {
  return FIELDS[type];
}

export function requiredFields(type: string): readonly string[] {
  return REQUIRED.get(type) ?? [];
}

export const MACHINE_FIELDS = ["Comment", "StartAt", "States", "Version", "QueryLanguage", "TimeoutSeconds"];
export const BLOCK_FIELDS = ["Comment", "StartAt", "States"];
export const RETRIER_FIELDS = [
  "Comment",
  "ErrorEquals",
  "IntervalSeconds",
  "MaxAttempts",
  "BackoffRate",
  "MaxDelaySeconds",
  "JitterStrategy",
];
export const CATCHER_FIELDS = ["Comment", "ErrorEquals", "Next", "ResultPath"];
