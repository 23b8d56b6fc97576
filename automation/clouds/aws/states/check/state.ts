import { allowedNames } from "../../../../../lib/suggest";
import { isObject } from "../json";
import { timestamp } from "../language/compare";
import { actionOf, INTEGRATIONS } from "../services";
import { checkTest } from "./choice";
import type { Faults } from "./faults";
import { CATCHER_FIELDS, fieldsOf, requiredFields, RETRIER_FIELDS, stateTypes } from "./fields";
import { checkPath, checkPathOrCall, checkReference, checkTemplate } from "./values";

type Fields = Readonly<Record<string, unknown>>;

/** Blocks of states inside a state, checked by who knows blocks. */
export type InnerBlock = (path: string, block: unknown, extra: readonly string[]) => void;

/** 99,999,999 seconds, the longest time-out and wait (states-language.net, "Wait State"; Developer Guide, "Task"). */
const MAX_SECONDS = 99_999_999;

/** Checks one state but where it leads. */
export function checkState(faults: Faults, path: string, state: unknown, inner: InnerBlock): void {
  const given = isObject(state) ? state["Type"] : undefined;
  const type = typeof given === "string" ? given : "";
  const known = fieldsOf(type);
  if (known === undefined) {
    faults.add(`${path}.Type`, given, allowedNames(type, stateTypes));
    return;
  }
  const fields = faults.object(path, state, known);
  if (fields === undefined) return;
  for (const name of requiredFields(type)) {
    if (fields[name] === undefined) faults.add(`${path}.${name}`, undefined, `given: a ${type} needs it`);
  }
  checkData(faults, path, fields);
  checkErrors(faults, path, fields);
  CHECKS[type]?.(faults, path, fields, inner);
}

const CHECKS: Readonly<
  Record<string, (faults: Faults, path: string, fields: Fields, inner: InnerBlock) => void>
> = {
  Task: checkTask,
  Choice: checkChoice,
  Parallel: (faults, path, fields, inner) =>
    faults
      .list(`${path}.Branches`, fields["Branches"])
      .forEach((branch, i) => inner(`${path}.Branches[${i}]`, branch, [])),
  Map: checkMap,
  Wait: checkWait,
  Fail: checkFail,
};

function checkData(faults: Faults, path: string, fields: Fields): void {
  const { QueryLanguage: language } = fields;
  if (language !== undefined && language !== "JSONPath")
    faults.add(`${path}.QueryLanguage`, language, "JSONPath: JSONata is not known here");
  for (const name of ["InputPath", "OutputPath"]) {
    if (typeof fields[name] === "string") checkPath(faults, `${path}.${name}`, fields[name]);
    else if (fields[name] !== undefined && fields[name] !== null)
      faults.add(`${path}.${name}`, fields[name], "a JSONPath or null");
  }
  const resultPath = fields["ResultPath"];
  if (resultPath !== undefined && resultPath !== null)
    checkReference(faults, `${path}.ResultPath`, resultPath);
  for (const name of ["Parameters", "ResultSelector", "ItemSelector"])
    checkTemplate(faults, `${path}.${name}`, fields[name]);
}

function checkErrors(faults: Faults, path: string, fields: Fields): void {
  const retriers = fields["Retry"] === undefined ? [] : faults.list(`${path}.Retry`, fields["Retry"]);
  retriers.forEach((retrier, i) => {
    const at = `${path}.Retry[${i}]`;
    const given = faults.object(at, retrier, RETRIER_FIELDS);
    if (given === undefined) return;
    checkErrorEquals(faults, at, given, i === retriers.length - 1);
    faults.number(`${at}.IntervalSeconds`, given["IntervalSeconds"], 1, MAX_SECONDS);
    faults.number(`${at}.MaxAttempts`, given["MaxAttempts"], 0, MAX_SECONDS);
    faults.number(`${at}.BackoffRate`, given["BackoffRate"], 1, MAX_SECONDS, false);
    // Below 31,622,400 s, and above IntervalSeconds (Developer Guide, "Retry field examples").
    faults.number(
      `${at}.MaxDelaySeconds`,
      given["MaxDelaySeconds"],
      Number(given["IntervalSeconds"] ?? 1) + 1,
      31_622_399,
    );
    const jitter = given["JitterStrategy"];
    if (jitter !== undefined && jitter !== "FULL" && jitter !== "NONE")
      faults.add(`${at}.JitterStrategy`, jitter, "one of FULL, NONE");
  });
  const catchers = fields["Catch"] === undefined ? [] : faults.list(`${path}.Catch`, fields["Catch"]);
  catchers.forEach((catcher, i) => {
    const at = `${path}.Catch[${i}]`;
    const given = faults.object(at, catcher, CATCHER_FIELDS);
    if (given === undefined) return;
    checkErrorEquals(faults, at, given, i === catchers.length - 1);
    const resultPath = given["ResultPath"];
    if (resultPath !== undefined && resultPath !== null)
      checkReference(faults, `${at}.ResultPath`, resultPath);
  });
}

/** `States.ALL` stands alone and last (states-language.net, "Errors"). */
function checkErrorEquals(faults: Faults, path: string, fields: Fields, last: boolean): void {
  const names = faults.list(`${path}.ErrorEquals`, fields["ErrorEquals"]);
  names.forEach((name, i) => faults.text(`${path}.ErrorEquals[${i}]`, name));
  if (names.includes("States.ALL") && (names.length > 1 || !last))
    faults.add(`${path}.ErrorEquals`, names, "States.ALL alone, and in the last entry of its list");
}

function checkTask(faults: Faults, path: string, fields: Fields): void {
  const resource = fields["Resource"];
  checkTimes(faults, path, fields, "TimeoutSeconds", 1);
  if (resource === undefined) return;
  const known = typeof resource === "string" ? actionOf(resource) : undefined;
  if (known === undefined) {
    const forms = Object.keys(INTEGRATIONS).map((name) => `arn:aws:states:::${name}`);
    faults.add(`${path}.Resource`, resource, `a function's ARN, or one of ${forms.join(", ")}`);
    return;
  }
  const integration = INTEGRATIONS[known.action];
  const parameters = fields["Parameters"];
  if (integration === undefined || known.functionArn !== undefined) return;
  const given = isObject(parameters) ? Object.keys(parameters).map((name) => name.replace(/\.\$$/, "")) : [];
  for (const name of given) {
    if (!integration.parameters.includes(name))
      faults.add(`${path}.Parameters.${name}`, name, allowedNames(name, integration.parameters));
  }
  for (const name of integration.required) {
    if (!given.includes(name))
      faults.add(`${path}.Parameters.${name}`, undefined, `given: ${known.action} needs it`);
  }
}

/** A number of seconds, or a path to one, not both. */
function checkTimes(faults: Faults, path: string, fields: Fields, name: string, from: number): void {
  faults.number(`${path}.${name}`, fields[name], from, MAX_SECONDS);
  const other = `${name}Path`;
  if (fields[other] === undefined) return;
  checkPath(faults, `${path}.${other}`, fields[other]);
  if (fields[name] !== undefined) faults.add(`${path}.${other}`, fields[other], `nothing beside ${name}`);
}

function checkChoice(faults: Faults, path: string, fields: Fields): void {
  faults
    .list(`${path}.Choices`, fields["Choices"])
    .forEach((test, i) => checkTest(faults, `${path}.Choices[${i}]`, test));
}

function checkMap(faults: Faults, path: string, fields: Fields, inner: InnerBlock): void {
  if (fields["ItemsPath"] !== undefined) checkPath(faults, `${path}.ItemsPath`, fields["ItemsPath"]);
  faults.number(`${path}.MaxConcurrency`, fields["MaxConcurrency"], 0, MAX_SECONDS);
  const [name = "ItemProcessor", ...more] = ["ItemProcessor", "Iterator"].filter(
    (one) => fields[one] !== undefined,
  );
  if (more.length > 0) faults.add(`${path}.Iterator`, "both", "nothing beside ItemProcessor");
  if (fields["ItemSelector"] !== undefined && fields["Parameters"] !== undefined)
    faults.add(`${path}.Parameters`, "both", "nothing beside ItemSelector");
  const block = fields[name];
  inner(`${path}.${name}`, block, name === "ItemProcessor" ? ["ProcessorConfig"] : []);
  const config = isObject(block) ? block["ProcessorConfig"] : undefined;
  if (config === undefined || name !== "ItemProcessor") return;
  const mode = faults.object(`${path}.ItemProcessor.ProcessorConfig`, config, ["Mode"])?.["Mode"];
  if (mode !== undefined && mode !== "INLINE")
    faults.add(
      `${path}.ItemProcessor.ProcessorConfig.Mode`,
      mode,
      "INLINE: a distributed Map is not known here",
    );
}

const WAITS = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];

function checkWait(faults: Faults, path: string, fields: Fields): void {
  const given = WAITS.filter((name) => fields[name] !== undefined);
  if (given.length !== 1) faults.add(path, given, `exactly one of ${WAITS.join(", ")}`);
  faults.number(`${path}.Seconds`, fields["Seconds"], 0, MAX_SECONDS);
  for (const name of ["SecondsPath", "TimestampPath"]) {
    if (fields[name] !== undefined) checkPath(faults, `${path}.${name}`, fields[name]);
  }
  const { Timestamp: until } = fields;
  if (until !== undefined && (typeof until !== "string" || timestamp(until) === undefined))
    faults.add(`${path}.Timestamp`, until, "an instant such as 2026-01-01T00:00:00Z");
}

function checkFail(faults: Faults, path: string, fields: Fields): void {
  for (const name of ["Error", "Cause"]) {
    if (fields[name] !== undefined && typeof fields[name] !== "string")
      faults.add(`${path}.${name}`, fields[name], "text");
    const other = `${name}Path`;
    if (fields[other] === undefined) continue;
    checkPathOrCall(faults, `${path}.${other}`, fields[other]);
    if (fields[name] !== undefined) faults.add(`${path}.${other}`, fields[other], `nothing beside ${name}`);
  }
}
