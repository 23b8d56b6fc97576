import * as v from "valibot";
import { yamlValue } from "../../lib/yaml-value";
import { zonesOf } from "./aws/regions";
import { isRegion } from "./oci/regions";
import {
  ScenarioFault,
  type Drift,
  type Fault,
  type ScenarioDefinition,
  type ScenarioProblem,
} from "./scenario";

/** What a file may say: accounts are left out, as a world keeps the ones that it was made with. */
export type ScenarioFile = Omit<ScenarioDefinition, "awsAccount" | "ociTenancy" | "ociHomeRegion">;

const count = (least: number) => {
  const words = `a whole number from ${String(least)}`;
  return v.pipe(v.number(words), v.integer(words), v.minValue(least, words));
};
const text = (words: string) => v.pipe(v.string(words), v.nonEmpty(words));
const action = v.picklist(
  ["create", "read", "update", "delete", "invoke"],
  "create, read, update, delete or invoke",
);
const type = text("a type token such as aws:sqs/queue:Queue, with * for any text");
const resource = text("the name or URN of a resource, with * for any text");
/** Needed where calls are counted: without it the order in which they come would decide. */
const counted = resource;
const where = { type: v.optional(type), action: v.optional(action) };
const answer = { code: v.optional(text("an error code")), message: v.optional(text("a message")) };
const chance = "a number from 0 to 1";

const kinds = {
  throttle: v.strictObject({
    kind: v.literal("throttle"),
    ...where,
    resource: v.optional(resource),
    times: count(1),
  }),
  fail: v.strictObject({
    kind: v.literal("fail"),
    ...where,
    ...answer,
    resource: counted,
    call: v.optional(count(1)),
    times: v.optional(count(1)),
  }),
  flaky: v.strictObject({
    kind: v.literal("flaky"),
    ...where,
    ...answer,
    resource: v.optional(resource),
    chance: v.pipe(v.number(chance), v.minValue(0, chance), v.maxValue(1, chance)),
  }),
  "half-finished": v.strictObject({
    kind: v.literal("half-finished"),
    type: v.optional(type),
    resource: counted,
    call: v.optional(count(1)),
    reason: v.optional(text("a sentence")),
  }),
  "no-way": v.strictObject({
    kind: v.literal("no-way"),
    to: text("an address such as 10.73.3.5:6443, with * for any text"),
  }),
  "region-lost": v.pipe(
    v.strictObject({
      kind: v.literal("region-lost"),
      cloud: v.picklist(["aws", "oci"], "aws or oci"),
      region: text("a region of the cloud"),
    }),
    v.forward(
      v.check(
        ({ cloud, region }) => (cloud === "aws" ? zonesOf(region).length > 0 : isRegion(region)),
        "a region of the cloud, such as us-east-1 of aws or me-dubai-1 of oci",
      ),
      ["region"],
    ),
  ),
};
const fault: v.GenericSchema<unknown, Fault> = v.variant(
  "kind",
  [kinds.throttle, kinds.fail, kinds.flaky, kinds["half-finished"], kinds["no-way"], kinds["region-lost"]],
  `one of the kinds ${Object.keys(kinds).join(", ")}`,
);

const what = "set, with new values by property path, or delete: true";
const drift: v.GenericSchema<unknown, Drift> = v.union(
  [
    v.strictObject({
      resource,
      set: v.record(
        v.string(),
        v.custom<Exclude<unknown, undefined>>((x) => x !== undefined),
      ),
    }),
    v.strictObject({ resource, delete: v.literal(true) }),
  ],
  `an object with resource and either ${what}`,
) as v.GenericSchema<unknown, Drift>;

const instant = "a time in RFC 3339, such as 2026-03-01T08:00:00Z";
const schema: v.GenericSchema<unknown, ScenarioFile> = v.strictObject(
  {
    seed: v.optional(text("a text")),
    now: v.optional(
      v.pipe(
        v.string(instant),
        v.check((t) => !Number.isNaN(Date.parse(t)), instant),
      ),
    ),
    faults: v.optional(v.array(fault, "a list of faults")),
    drift: v.optional(v.array(drift, "a list of changes made by hand")),
    latency: v.optional(v.record(v.string(), count(0), "milliseconds by type token, with * for any text")),
    sleep: v.optional(v.boolean("true or false")),
  },
  "an object",
);

const keys = "one of seed, now, faults, drift, latency, sleep";

/** What must be there, by key, in the words of the checks. */
const needed: Readonly<Record<string, string>> = {
  resource: "the name or URN of the resource whose calls are counted, with * for any text",
  times: "a whole number from 1",
  chance,
  to: "an address such as 10.73.3.5:6443, with * for any text",
  cloud: "aws or oci",
  region: "a region of the cloud",
};

function problemOf(issue: v.BaseIssue<unknown>): ScenarioProblem {
  const path = (v.getDotPath(issue) ?? "").replace(/\.(\d+)(?=\.|$)/g, "[$1]");
  const last = issue.path?.at(-1);
  const key = path.slice(path.lastIndexOf(".") + 1);
  if (issue.type === "strict_object" && issue.expected === "never")
    return { path, given: key, allowed: path === key ? keys : "no such key here" };
  if (issue.type === "strict_object" && issue.input === undefined)
    return { path, given: undefined, allowed: needed[key] ?? issue.message };
  return { path, given: last?.value ?? issue.input, allowed: issue.message };
}

/**
 * Reads a scenario from the text of a file, YAML or JSON.
 * @throws {ScenarioFault} with everything wrong with it.
 */
export function readScenario(source: string): ScenarioFile {
  const read = yamlValue(source);
  if ("fault" in read) throw new ScenarioFault([{ path: "", allowed: `YAML or JSON; ${read.fault}` }]);
  const result = v.safeParse(schema, read.value ?? {});
  if (!result.success) throw new ScenarioFault(result.issues.map(problemOf));
  return result.output;
}
