/** What a pull request changes, as plain data: what `causeway diff --format json` prints and every format is made from. */
import * as v from "valibot";

/** The schema of the document; the number rises with every change that a reader can not take. */
export const DIFF_SCHEMA = "causeway.diff/1";

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const described = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

const Revision = v.object({
  name: described(
    text,
    "What was asked for: `main`, `HEAD`, a commit; `working tree` where it is not committed",
  ),
  commit: described(text, "Full commit id; of a working tree the commit it stands on"),
  committedAt: described(text, "Time of that commit, ISO 8601"),
});

/** A value of a property for people: JSON on one line, cut; a secret is `[secret]`, what a preview can't know `[unknown]`. */
const Value = described(
  text,
  "JSON on one line, cut at 200 characters with …; a secret is [secret], what a preview can not know [unknown]",
);

const PropertyDiff = v.object({
  path: described(text, "`tags.Environment` or `ingress[0].cidr`"),
  kind: v.picklist(["add", "delete", "update"]),
  before: v.optional(Value),
  after: v.optional(Value),
  forcesReplacement: v.boolean(),
});

export const ACTIONS = [
  "create",
  "update",
  "undecided",
  "replace",
  "delete",
  "rename",
  "move",
  "import",
] as const;

const ResourceDiff = v.object({
  urn: text,
  type: described(text, "`aws:sqs/queue:Queue`"),
  name: described(text, "Logical name, the last part of the URN"),
  component: described(
    text,
    "Types and names of the components around it, outermost first, joined by `/`; empty for none",
  ),
  action: described(
    v.picklist(ACTIONS),
    "undecided: nobody knows whether it is updated or replaced; rename: same resource under another URN of its stack " +
      "(an alias says so); move: deleted in one stack and created alike in another",
  ),
  properties: described(
    v.array(PropertyDiff),
    "Inputs, and the options `protect` and `retainOnDelete` where they are not what they were",
  ),
  from: v.optional(
    described(
      text,
      "URN that it had, of a rename or a move; of a create the deleted one that it takes the place of: a rename that no " +
        "alias announces",
    ),
  ),
  becomes: v.optional(described(text, "URN of what is created in its place; of a delete")),
  takesDown: described(
    v.array(text),
    "URNs of other resources that are replaced or deleted because this one is",
  ),
  deletedFirst: described(v.boolean(), "Of a replacement: the old one is gone before the new one is there"),
  protected: v.boolean(),
  retained: v.optional(
    described(
      v.boolean(),
      "Of a delete or a replacement: the old one is not deleted but left in the cloud, where nothing manages it any more, as " +
        "its option `retainOnDelete` says; left out where it is deleted",
    ),
  ),
});

const StackDiff = v.object({
  name: text,
  phase: text,
  needs: described(
    v.array(text),
    "Names of the stacks that it needs, as the head says; the base's of a removed one",
  ),
  status: described(
    v.picklist(["changed", "unchanged", "added", "removed", "failed", "not-compared"]),
    "failed: the head can not be previewed, see `failure`; not-compared: something it needs failed; unchanged: nothing " +
      "differs, or nothing that its program is made of does",
  ),
  because: described(
    v.picklist(["program", "environment", "needs", "unchanged", "new", "gone"]),
    "Why it was looked at: its own program or files differ, its environment does, something that it needs does",
  ),
  failure: v.optional(text),
  counts: v.object({
    created: count,
    updated: count,
    undecided: count,
    replaced: count,
    deleted: count,
    renamed: count,
    moved: count,
    /** Of a stack that was previewed; 0 of others. */
    unchanged: count,
  }),
  resources: v.array(ResourceDiff),
});

export const RISKS = [
  "stateful-replaced",
  "stateful-deleted",
  "protection-lost",
  "policy-weaker",
  "internet-wider",
  "alarm-lost",
  "dead-letters-lost",
  "image-unpinned",
  "recovery-tier",
  "identity-wider",
  "network-replaced",
  "retention-shorter",
  "rename-without-alias",
  "outage",
  "deployment-fails",
  "left-unmanaged",
] as const;

const Risk = v.object({
  kind: v.picklist(RISKS),
  severity: v.picklist(["high", "medium"]),
  stack: v.optional(text),
  urn: v.optional(described(text, "What it is of, where that is one resource")),
  urns: v.optional(described(v.array(text), "What it is of, where those are several resources")),
  message: described(text, "One sentence: what is lost or widened"),
  advice: described(text, "What to do about it before merging"),
});

const Finding = v.object({
  rule: text,
  level: v.picklist(["mandatory", "advisory", "undecided"]),
  change: v.picklist(["new", "fixed", "waived"]),
  stack: text,
  urn: v.optional(text),
  line: v.optional(
    described(
      text,
      "Where the program asks for the resource, `stacks/data.ts:17` from the root of the revision: of a fixed finding in " +
        "the base, else in the head; left out where nobody knows",
    ),
  ),
  message: text,
});

const Price = v.object({
  what: text,
  amount: described(v.number(), "Per unit, in the currency of the total"),
  unit: text,
  source: described(text, "Where the price can be read"),
  date: described(text, "When it was read or published there"),
  excludes: v.optional(described(text, "What is paid for beside it, by use, and is not in the figure")),
});

const Cost = v.object({
  currency: text,
  monthly: described(
    v.nullable(v.number()),
    "Change in a month of 730 hours of what has a price; null where nothing that changes has one",
  ),
  atLeast: described(
    v.boolean(),
    "Whether something that changes has no price, or one beside which use is paid for, so that the figure is a part",
  ),
  lines: v.array(
    v.object({
      stack: text,
      urn: text,
      monthly: described(v.nullable(v.number()), "null: unknown"),
      price: v.optional(Price),
    }),
  ),
  unknown: described(v.array(text), "Types that change and have no price"),
});

const EnvironmentDiff = v.object({
  name: text,
  status: v.picklist(["changed", "unchanged", "added", "removed", "failed"]),
  settings: described(v.array(PropertyDiff), "How the environment's own settings differ"),
  stacks: v.array(StackDiff),
  risks: v.array(Risk),
  findings: v.array(Finding),
  cost: Cost,
  notCompared: described(v.array(text), "What the comparison leaves out, each a sentence"),
});

export const DiffDocumentSchema = v.object({
  schema: v.literal(DIFF_SCHEMA),
  simulated: v.literal(true),
  platform: text,
  base: Revision,
  head: Revision,
  now: described(text, "What expiry and the age of prices were judged at, ISO 8601"),
  environments: v.array(EnvironmentDiff),
  notes: described(v.array(text), "What holds for all environments, each a sentence"),
});

export type DiffDocument = v.InferOutput<typeof DiffDocumentSchema>;
export type EnvironmentDiff = DiffDocument["environments"][number];
export type StackDiff = EnvironmentDiff["stacks"][number];
export type ResourceDiff = StackDiff["resources"][number];
export type PropertyDiff = ResourceDiff["properties"][number];
export type Risk = EnvironmentDiff["risks"][number];
export type Finding = EnvironmentDiff["findings"][number];
export type Cost = EnvironmentDiff["cost"];
export type Revision = DiffDocument["base"];
export type Action = ResourceDiff["action"];
export type RiskKind = Risk["kind"];
