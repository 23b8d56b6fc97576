/**
 * A head that is the base with random edits: whatever they are, the comment is never quieter than they deserve. What the
 * engine would report of them is made here as the simulated clouds make it; everything from there on is the real thing.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changes as changesOf } from "../../../automation/clouds/facts/diff";
import type { ResourceReport, StackReport } from "../../../automation/deploy/report";
import { NO_COUNTS } from "../../../automation/deploy/report";
import type { Checkout } from "../../../automation/diff/checkout";
import { compare, inputsIn } from "../../../automation/diff/compare";
import { markdown } from "../../../automation/diff/format/markdown";
import { DIFF_SCHEMA, type DiffDocument, type RiskKind } from "../../../automation/diff/model";
import { PolicyUse } from "../../../automation/diff/policy-use";
import type { Rehearsal } from "../../../automation/diff/rehearsal";
import { judged } from "../../../automation/diff/risk";
import type { Value } from "../../../automation/engine/provider";
import { HOSTILE } from "./format/documents";
import { rendered } from "./format/rendered-markdown";

const ENV = "dev";
/** Some that keep data, of which every loss is a risk, and some that do not. */
const KEEPERS = [
  "aws:sqs/queue:Queue",
  "aws:dynamodb/table:Table",
  "aws:s3/bucket:Bucket",
  "aws:kms/key:Key",
  "oci:Core/volume:Volume",
] as const;
const TYPES = [
  ...KEEPERS,
  "aws:iam/rolePolicy:RolePolicy",
  "aws:ec2/vpc:Vpc",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "kubernetes:apps/v1:Deployment",
  "shop:index:Orders",
] as const;

interface Made {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, Value>>;
}

type Edit =
  /** `append` adds a character to the end of every text; what `leave` takes out of the program stays in the cloud. */
  | { readonly kind: "keep" | "remove" | "leave" | "rename" | "replace" | "append" | "unprotect" }
  | { readonly kind: "change"; readonly inputs: Readonly<Record<string, Value>> };

const urnOf = ({ stack, type, name }: Made) => `urn:pulumi:${ENV}-${stack}::shop::${type}::${name}`;

const texts = fc.oneof(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.constantFrom(...HOSTILE, "a|b", "`c`", "<!-- d -->", "e\nf", "x".repeat(5000)),
  // Differs where people no longer see it.
  fc.nat(9).map((n) => JSON.stringify({ Statement: [{ Sid: "y".repeat(300), Resource: `arn:${n}` }] })),
  fc.nat(9).map((n) => `${"z".repeat(400)}${n}`),
);
const leaf: fc.Arbitrary<Value> = fc.oneof(texts, fc.integer(), fc.boolean());
const value = fc.oneof(
  { arbitrary: leaf, weight: 4 },
  { arbitrary: fc.array(leaf, { maxLength: 3 }), weight: 1 },
  { arbitrary: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), leaf, { maxKeys: 3 }), weight: 1 },
) as fc.Arbitrary<Value>;
const inputs = fc.dictionary(
  fc.oneof(fc.stringMatching(/^[a-z]{1,5}$/), fc.constantFrom("a.b", 'c"d', "e[0]", "|", "`")),
  value,
  { maxKeys: 4 },
);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("keep", "remove", "leave", "rename", "replace", "append", "unprotect" as const),
  }) as fc.Arbitrary<Edit>,
  fc.record({ kind: fc.constant("change" as const), inputs }),
);
const one = fc.record({
  stack: fc.constantFrom("data", "network", "apps"),
  type: fc.constantFrom(...TYPES),
  name: texts.map((text) => text.slice(0, 200)),
  inputs,
  edit,
  isNew: fc.nat(4).map((n) => n === 0),
});
/** Resources, each with what becomes of it, and a number in its name by which it is found in a comment. */
const worlds = fc
  .array(one, { minLength: 1, maxLength: 40, size: "max" })
  .map((all) => all.map((made, index) => ({ ...made, name: `${made.name}r${index}r` })));

/** What an engine tells of one. */
function reported(made: Made, edited: Edit, isNew: boolean): ResourceReport[] {
  const { type, name, inputs: before } = made;
  const plain = { type, name, parent: "", protected: false, replacing: [], changes: [] };
  const urn = urnOf(made);
  if (isNew) return goes(edited) ? [] : [{ ...plain, urn, op: "create", after: before }];
  switch (edited.kind) {
    case "keep":
      return [{ ...plain, urn, op: "same", before, after: before }];
    case "remove":
      return [{ ...plain, urn, op: "delete", before }];
    case "leave":
      return [{ ...plain, urn, op: "delete", retained: true, before }];
    case "rename":
      return [
        { ...plain, urn: `${urn}-new`, name: `${name}-new`, from: urn, op: "same", before, after: before },
      ];
    case "replace":
      return [
        {
          ...plain,
          urn,
          op: "replace",
          before,
          after: { ...before, zone: "b" },
          replacing: ["zone"],
          changes: [{ path: "zone", kind: "add-replace" }],
        },
      ];
    case "unprotect": {
      const options = [{ option: "protect", before: true, after: false } as const];
      return [{ ...plain, urn, op: "same", before, after: before, options }];
    }
    case "append":
      return reported(made, { kind: "change", inputs: appended(before) }, isNew);
    case "change": {
      const changes = [...changesOf(before, edited.inputs)].map(([path, kind]) => ({ path, kind }));
      return [
        {
          ...plain,
          urn,
          op: changes.length === 0 ? "same" : "update",
          changes,
          before,
          after: edited.inputs,
        },
      ];
    }
  }
}

const goes = ({ kind }: Edit): boolean => kind === "remove" || kind === "leave";

const appended = (before: Made["inputs"]): Made["inputs"] =>
  Object.fromEntries(
    Object.entries(before).map(([key, one]) => [key, typeof one === "string" ? `${one}!` : one]),
  );

type World = readonly (Made & { readonly edit: Edit; readonly isNew: boolean })[];

function documentOf(world: World, shuffle: <T>(all: T[]) => T[] = (all) => all): DiffDocument {
  const stacks = ["network", "data", "apps"];
  const report = (name: string, resources: ResourceReport[]): StackReport => ({
    ...{ name, fullName: `${ENV}-${name}`, phase: "workloads", needs: [], result: "succeeded" },
    ...{ counts: NO_COUNTS, held: 0, seconds: 0, gate: [], warnings: [], outputs: {} },
    resources: shuffle(resources),
  });
  const of = (name: string) => world.filter(({ stack }) => stack === name);
  const base = stacks.map((name) =>
    report(
      name,
      of(name)
        .filter(({ isNew }) => !isNew)
        .map(({ type, inputs: after, ...made }) => ({
          ...{
            type,
            name: made.name,
            urn: urnOf({ ...made, type, inputs: after }),
            parent: "",
            op: "create",
          },
          ...{ protected: false, replacing: [], changes: [], after },
        })),
    ),
  );
  const head = stacks.map((name) =>
    report(
      name,
      of(name).flatMap((made) => reported(made, made.edit, made.isNew)),
    ),
  );
  const rehearsal: Rehearsal = {
    env: ENV,
    stacks: stacks.map((name) => ({ name, because: "program" })),
    base: { stacks: shuffle(base), policy: [], dependencies: new Map() },
    head: { stacks: shuffle(head), policy: [] },
    ...{ same: new Set(), blocked: new Map() },
  };
  const settings = { settings: {}, stacks, policies: [], rehearsalConfig: {} };
  const description = {
    ...{ schema: "causeway.platform/1" as const, name: "shop", environments: { [ENV]: settings } },
    stacks: stacks.map((name) => ({
      ...{ name, phase: "workloads" as const, needs: {} },
      outputs: { stack: name, version: 1, fields: [] },
    })),
  };
  const checkout = { description, root: "/none" } as unknown as Checkout;
  const policies = new PolicyUse(checkout, checkout, false);
  const compared = {
    base: description,
    head: description,
    rehearsal,
    policies,
    clean: (text: string) => text,
  };
  const revision = { name: "main", commit: "b".repeat(40), committedAt: "2026-11-25T12:00:00Z" };
  return {
    ...{ schema: DIFF_SCHEMA, simulated: true, platform: "shop", base: revision, head: revision, notes: [] },
    now: "2026-11-25T12:00:00Z",
    environments: [judged(compare(compared), policies, inputsIn(rehearsal))],
  };
}

const differs = ({ edit: edited, isNew, inputs: before }: World[number]): boolean =>
  isNew
    ? !goes(edited)
    : edited.kind === "change"
      ? [...changesOf(before, edited.inputs)].length > 0
      : edited.kind === "append"
        ? [...changesOf(before, appended(before))].length > 0
        : edited.kind !== "keep";

/** Numbers of the resources that have a line in a comment. */
function told(comment: string): string[] {
  const lines = comment
    .split("\n")
    .filter((line) => /^ *- (\*\*)?(create|update|replace|delete|rename|move)/.test(line));
  return lines.flatMap((line) => /r(\d+)r/.exec(line)?.[1] ?? []);
}

const resourcesOf = ({ environments }: DiffDocument) =>
  environments.flatMap(({ stacks }) => stacks.flatMap(({ resources }) => resources));
const risksOf = ({ environments }: DiffDocument) => environments.flatMap(({ risks }) => risks);

describe("a head with random edits", () => {
  test("has every resource that differs in a line of its own, none twice, and counts that add up", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const document = documentOf(world);
        const expected = world.flatMap((made) => (differs(made) ? [/r(\d+)r$/.exec(made.name)?.[1]] : []));
        expect(told(markdown(document, { limit: 10_000_000 })).sort()).toEqual(expected.sort());
        for (const { name, counts, resources } of document.environments.flatMap(({ stacks }) => stacks)) {
          const { unchanged, ...changed } = counts;
          const kept = world.filter((made) => made.stack === name && !made.isNew && !differs(made));
          expect(unchanged).toBe(kept.length);
          expect(Object.values(changed).reduce((sum, count) => sum + count, 0)).toBe(resources.length);
        }
      }),
    );
  });

  test("has a risk for each resource that keeps something and is replaced or deleted", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const lost = world.filter(
          ({ type, edit: { kind }, isNew }) =>
            !isNew && (kind === "remove" || kind === "replace") && KEEPERS.some((keeper) => keeper === type),
        );
        const urns = risksOf(documentOf(world))
          .filter(({ kind }) => /^(stateful|dead-letters)/.test(kind))
          .map(({ urn }) => urn);
        expect(urns.sort()).toEqual(lost.map(urnOf).sort());
      }),
    );
  });

  test("names everything that is left in the cloud, and has a risk of it", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const document = documentOf(world);
        const left = world.filter(({ edit: { kind }, isNew }) => kind === "leave" && !isNew).map(urnOf);
        const marked = resourcesOf(document).filter(({ retained }) => retained === true);
        expect(marked.map(({ urn }) => urn).sort()).toEqual(left.sort());
        const lines =
          markdown(document, { limit: 10_000_000 }).match(/left in the cloud: retainOnDelete/g) ?? [];
        expect(lines).toHaveLength(left.length);
        const heeded = new Set(risksOf(document).flatMap(({ urn, urns = [] }) => [urn, ...urns]));
        expect(left.filter((urn) => !heeded.has(urn))).toEqual([]);
      }),
    );
  });

  test("shows of every property that differs a before and an after that differ", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { action, properties } of resourcesOf(documentOf(world))) {
          if (action === "update") expect(properties.length).toBeGreaterThan(0);
          for (const { before, after } of properties) expect(before).not.toBe(after);
        }
      }),
    );
  });

  test("loses nothing to a limit without counting it: resources, and risks, which come before them", () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 3000, max: 12_000 }), (world, limit) => {
        const document = documentOf(world);
        const comment = markdown(document, { limit });
        expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(limit);
        const all = resourcesOf(document).length;
        const left = /Left out for length:.*?(\d+) of (\d+) changes?/.exec(comment);
        expect(told(comment).length + Number(left?.[1] ?? 0)).toBe(all);
        if (left !== null) expect(Number(left[2])).toBe(all);
        const high = risksOf(document).filter(({ severity }) => severity === "high").length;
        if (high > 0) expect(rendered(comment).prose).toContain(`${high} high risk`);
        const risks = /### Risks\n\n([^]*?)\n\n(?=###|<|No)/.exec(comment)?.[1] ?? "";
        const shown = risks.split("\n").filter((line) => /^- \*\*(high|medium)\*\*/.test(line)).length;
        const missing = Number(/… left out for length: (\d+)/.exec(risks)?.[1] ?? 0);
        expect(shown + missing).toBe(risksOf(document).length);
      }),
    );
  });

  test("is told in the same bytes in whatever order stacks and resources came", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const turned = documentOf(world, (all) => [...all].reverse());
        expect(JSON.stringify(turned)).toBe(JSON.stringify(documentOf(world)));
        expect(markdown(turned)).toBe(markdown(documentOf(world)));
      }),
    );
  });
});

/** Edits that deserve a risk, whatever else is edited with them. */
const policy = (action: string, more: object = {}) =>
  JSON.stringify({
    Statement: [{ Sid: "s".repeat(250), Effect: "Allow", Action: action, Resource: "arn", ...more }],
  });
const DANGERS: readonly (readonly [RiskKind, string, Made["inputs"], Edit])[] = [
  ["stateful-deleted", "aws:dynamodb/table:Table", { hashKey: "id" }, { kind: "remove" }],
  ["stateful-replaced", "aws:dynamodb/table:Table", { hashKey: "id" }, { kind: "replace" }],
  ["network-replaced", "aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { kind: "replace" }],
  ["alarm-lost", "aws:cloudwatch/metricAlarm:MetricAlarm", { threshold: 1 }, { kind: "remove" }],
  [
    "protection-lost",
    "aws:dynamodb/table:Table",
    { deletionProtectionEnabled: true },
    { kind: "change", inputs: { deletionProtectionEnabled: false } },
  ],
  [
    "dead-letters-lost",
    "aws:sqs/queue:Queue",
    { redrivePolicy: '{"maxReceiveCount":5}', delaySeconds: 1 },
    { kind: "change", inputs: { delaySeconds: 1 } },
  ],
  [
    "retention-shorter",
    "aws:sqs/queue:Queue",
    { messageRetentionSeconds: 1209600 },
    { kind: "change", inputs: { messageRetentionSeconds: 60 } },
  ],
  [
    "identity-wider",
    "aws:iam/rolePolicy:RolePolicy",
    { policy: policy("s3:GetObject") },
    { kind: "change", inputs: { policy: policy("s3:*") } },
  ],
  [
    "identity-wider",
    "aws:iam/rolePolicy:RolePolicy",
    { policy: policy("s3:GetObject", { Condition: { Bool: { "aws:SecureTransport": "true" } } }) },
    { kind: "change", inputs: { policy: policy("s3:GetObject") } },
  ],
  [
    "image-unpinned",
    "kubernetes:apps/v1:Deployment",
    { spec: { containers: [{ image: `r/web@sha256:${"0".repeat(64)}` }] } },
    { kind: "change", inputs: { spec: { containers: [{ image: "r/web:2" }] } } },
  ],
  [
    "internet-wider",
    "aws:ec2/securityGroup:SecurityGroup",
    { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] },
    { kind: "change", inputs: { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }, { cidrBlocks: ["0.0.0.0/0"] }] } },
  ],
  [
    "recovery-tier",
    "aws:dynamodb/table:Table",
    { tags: { DrTier: "critical" } },
    { kind: "change", inputs: { tags: { DrTier: "standard" } } },
  ],
];

describe("a dangerous edit among random ones", () => {
  test.each(DANGERS)("is told: %s of %s", (kind, type, before, edited) => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, at) => {
        const made = { stack: "data", type, name: "risky", inputs: before, edit: edited, isNew: false };
        const among: World[number][] = [...world];
        among.splice(at % (world.length + 1), 0, made);
        const document = documentOf(among);
        expect(risksOf(document).map((risk) => risk.kind)).toContain(kind);
        const about = risksOf(document).find((risk) => risk.kind === kind && /risky|tier/.test(risk.message));
        expect(about).toBeDefined();
      }),
      { numRuns: 20 },
    );
  });
});
