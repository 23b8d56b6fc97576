import { describe, expect, test } from "vitest";
import { leavesOf, opened } from "../../../automation/diff/leaves";
import type { ResourceDiff } from "../../../automation/diff/model";
import { leftRisks, optionRisks, riskOf, type Judged } from "../../../automation/diff/risks";

type Inputs = Readonly<Record<string, unknown>>;
type More = Partial<Omit<Judged, "resource">> & Partial<ResourceDiff>;

const resourceOf = (type: string, more: Partial<ResourceDiff>): ResourceDiff => ({
  urn: `urn:pulumi:dev-shop::shop::${type}::orders`,
  type,
  name: "orders",
  component: "",
  action: "update",
  properties: [],
  takesDown: [],
  deletedFirst: false,
  protected: false,
  ...more,
});

/** The risks of one change, as `kind severity`. */
function risksOf(type: string, before: Inputs, after: Inputs, more: More = {}): string[] {
  const { stack = "shop", rename, movedTo, goesWith = [], ...resource } = more;
  const [old, now] = [opened(before), opened(after)];
  const leaves = resource.action === "delete" ? [] : leavesOf(old, now);
  const judged = {
    stack,
    resource: resourceOf(type, resource),
    leaves,
    after: now,
    rename,
    movedTo,
    goesWith,
  };
  return riskOf(judged).map(({ kind, severity }) => `${kind} ${severity}`);
}

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const SUBNET = "oci:Core/subnet:Subnet";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const RBAC = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";
const BINDING = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding";
const QUEUE = "aws:sqs/queue:Queue";
const TABLE = "aws:dynamodb/table:Table";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const DATABASE = "aws:rds/instance:Instance";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const BUCKET = "aws:s3/bucket:Bucket";
const OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const OCI_BUCKET = "oci:ObjectStorage/bucket:Bucket";
const POOL = "oci:ContainerEngine/nodePool:NodePool";
const VPC = "aws:ec2/vpc:Vpc";
const KEY = "aws:kms/key:Key";

const ingress = (...cidrBlocks: string[]) => ({ ingress: [{ fromPort: 443, cidrBlocks }] });
const policy = (statement: Inputs) => ({ policy: JSON.stringify({ Statement: [statement] }) });
const rename = { was: "orders", type: TABLE, is: "sales", urn: "urn:sales", ofComponent: false };
/** The key has a word in it that statements have, too. */
const CONDITION = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };

type Row = readonly [
  title: string,
  type: string,
  before: Inputs,
  after: Inputs,
  risks: string[],
  more?: More,
];

const judged = (rows: readonly Row[]) => {
  for (const [title, type, before, after, risks, more] of rows) {
    test(title, () => {
      expect(risksOf(type, before, after, more)).toEqual(risks);
    });
  }
};

describe("a way in from the internet", () => {
  const wider = ["internet-wider high"];
  judged([
    ["a range is opened", GROUP, ingress("10.0.0.0/8"), ingress("0.0.0.0/0"), wider],
    ["one of IPv6 is", GROUP, {}, { ingress: [{ ipv6CidrBlocks: ["::/0"] }] }, wider],
    ["the lower half is", GROUP, {}, ingress("0.0.0.0/1"), wider],
    ["the upper half is", GROUP, {}, ingress("128.0.0.0/1"), wider],
    ["it comes open", GROUP, {}, ingress("0.0.0.0/0"), wider, { action: "create" }],
    ["it was open", GROUP, ingress("0.0.0.0/0"), { ...ingress("0.0.0.0/0"), name: "b" }, []],
    ["a range is closed", GROUP, ingress("0.0.0.0/0"), ingress("10.0.0.0/8"), []],
    ["what goes out is opened", GROUP, {}, { egress: [{ cidrBlocks: ["0.0.0.0/0"] }] }, []],
    [
      "a rule to send is",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
      {},
      { cidrIpv4: "0.0.0.0/0" },
      [],
    ],
    ["a rule lets in", RULE, {}, { direction: "INGRESS", source: "0.0.0.0/0" }, wider],
    ["a rule lets out", RULE, {}, { direction: "EGRESS", source: "0.0.0.0/0" }, []],
    ["a route leads out", "aws:ec2/route:Route", {}, { destinationCidrBlock: "0.0.0.0/0" }, []],
    ["a database is public", DATABASE, { publiclyAccessible: false }, { publiclyAccessible: true }, wider],
    ["it was public", DATABASE, { publiclyAccessible: "true" }, { publiclyAccessible: true }, []],
    ["an endpoint is", "x:y:Cluster", {}, { endpointConfig: { isPublicIpEnabled: "true" } }, wider],
    ["a subnet takes public addresses", SUBNET, { prohibitPublicIpOnVnic: true }, {}, wider],
    ["it took them", SUBNET, { prohibitPublicIpOnVnic: false }, {}, []],
    [
      "a balancer is no longer internal",
      "aws:lb/loadBalancer:LoadBalancer",
      { internal: true },
      { internal: false },
      wider,
    ],
    ["the open one goes", GROUP, ingress("0.0.0.0/0"), {}, [], { action: "delete" }],
  ]);
});

describe("who may do what", () => {
  const wider = ["identity-wider high"];
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  const some = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn" };
  const keys = { Effect: "Allow", Action: "kms:*", Resource: "*" };
  const ofTheAccount = { AWS: "arn:aws:iam::123456789012:root" };
  const everybodyOf = (account: string) => ({
    Principal: { AWS: "*" },
    Condition: { StringEquals: { "kms:CallerAccount": account } },
  });
  const made = { action: "create" } as const;
  const arn = (name: string) => ({ policyArn: `arn:aws:iam::aws:policy/${name}` });
  const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
  const statements = (...list: string[]) => ({ statements: list });
  const oci = "oci:Identity/policy:Policy";
  judged([
    ["every action", ROLE_POLICY, policy(some), policy(all), wider],
    ["every action of a service", ROLE_POLICY, policy(some), policy({ ...some, Action: ["iam:*"] }), wider],
    [
      "an action more",
      ROLE_POLICY,
      policy(some),
      policy({ ...some, Action: ["sqs:SendMessage", "sqs:ReceiveMessage"] }),
      [],
    ],
    ["every resource", ROLE_POLICY, policy(some), policy({ ...some, Resource: "*" }), []],
    ["the same, in a list", ROLE_POLICY, policy(some), policy({ ...some, Action: [some.Action] }), []],
    ["a denial of everything", ROLE_POLICY, policy(some), policy({ ...all, Effect: "Deny" }), []],
    ["what was denied", ROLE_POLICY, policy({ ...all, Effect: "Deny" }), policy(all), wider],
    ["what was granted is denied", ROLE_POLICY, policy(all), policy({ ...all, Effect: "Deny" }), []],
    ["what was granted before", ROLE_POLICY, policy(all), policy({ ...all, Sid: "A" }), []],
    ["a new policy", ROLE_POLICY, {}, policy(all), wider, { action: "create" }],
    ["one that goes", ROLE_POLICY, policy(all), {}, [], { action: "delete" }],
    ["the account, of a new key", KEY, {}, policy({ ...keys, Principal: ofTheAccount }), [], made],
    ["the account, of no key", ROLE_POLICY, {}, policy({ ...keys, Principal: ofTheAccount }), wider, made],
    [
      "another account's role, of a new key",
      KEY,
      {},
      policy({ ...keys, Principal: { AWS: "arn:aws:iam::1:role/a" } }),
      wider,
      made,
    ],
    ["everybody of an account", KEY, {}, policy({ ...some, ...everybodyOf("123456789012") }), [], made],
    ["everybody of any account", KEY, {}, policy({ ...some, ...everybodyOf("*") }), wider, made],
    [
      "everybody but an account",
      KEY,
      {},
      policy({
        ...some,
        ...{
          Principal: { AWS: "*" },
          Condition: { StringNotEquals: { "kms:CallerAccount": "123456789012" } },
        },
      }),
      wider,
      made,
    ],
    [
      "everybody",
      "aws:sqs/queuePolicy:QueuePolicy",
      policy({ ...some, Principal: { AWS: "1" } }),
      policy({ ...some, Principal: { AWS: "*" } }),
      wider,
    ],
    [
      "everybody, in short",
      "aws:sqs/queuePolicy:QueuePolicy",
      policy(some),
      policy({ ...some, Principal: "*" }),
      wider,
    ],
    [
      "a service",
      "aws:iam/role:Role",
      policy(some),
      policy({ ...some, Principal: { Service: "ecs:*" } }),
      [],
    ],
    ["no condition", ROLE_POLICY, policy({ ...some, Condition: CONDITION }), policy(some), wider],
    [
      "any value of a condition's, where it had two",
      ROLE_POLICY,
      policy({ ...some, Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } } }),
      policy(some),
      wider,
    ],
    [
      "one value of a condition's, where it had two",
      ROLE_POLICY,
      policy({ ...some, Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } } }),
      policy({ ...some, Condition: CONDITION }),
      [],
    ],
    [
      "neither condition nor statement",
      ROLE_POLICY,
      policy({ ...some, Condition: CONDITION }),
      { policy: '{"Statement":[]}' },
      [],
    ],
    ["the administrator's policy", attachment, arn("ReadOnlyAccess"), arn("AdministratorAccess"), wider],
    ["that of power users", attachment, {}, arn("PowerUserAccess"), wider],
    ["one to read", attachment, {}, arn("ReadOnlyAccess"), []],
    ["cluster-admin", BINDING, { roleRef: { name: "view" } }, { roleRef: { name: "cluster-admin" } }, wider],
    ["view", BINDING, { roleRef: { name: "edit" } }, { roleRef: { name: "view" } }, []],
    ["every verb", RBAC, { rules: [{ verbs: ["get"] }] }, { rules: [{ verbs: ["*"] }] }, wider],
    [
      "every resource of Kubernetes",
      RBAC,
      { rules: [{ resources: ["pods"] }] },
      { rules: [{ resources: ["*"] }] },
      wider,
    ],
    [
      "all of a compartment",
      oci,
      {},
      statements("Allow group A to manage all-resources in compartment b"),
      wider,
    ],
    ["any user", oci, {}, statements("allow any-user to read buckets in compartment b"), wider],
    ["a group", oci, {}, statements("Allow group A to read buckets in compartment b"), []],
  ]);
});

describe("what keeps something", () => {
  const going = { action: "delete" } as const;
  judged([
    ["is replaced", TABLE, {}, {}, ["stateful-replaced high"], { action: "replace" }],
    [
      "is a key that goes with its vault",
      "oci:Kms/key:Key",
      {},
      {},
      [],
      { action: "replace", goesWith: [resourceOf("oci:Kms/vault:Vault", { action: "replace" })] },
    ],
    ["may be replaced", TABLE, {}, {}, ["stateful-replaced high"], { action: "undecided" }],
    ["is changed", TABLE, { name: "a" }, { name: "b" }, []],
    ["is deleted", TABLE, {}, {}, ["stateful-deleted high"], going],
    ["is a queue that is deleted", QUEUE, {}, {}, ["stateful-deleted high"], going],
    [
      "skips its last snapshot as before, and is protected as before",
      DATABASE,
      { skipFinalSnapshot: true, deletionProtection: false },
      { skipFinalSnapshot: true, deletionProtection: false, name: "b" },
      [],
    ],
    ["takes its last snapshot now", DATABASE, { skipFinalSnapshot: true }, { skipFinalSnapshot: false }, []],
    ["is renamed", TABLE, {}, {}, ["stateful-deleted high"], { ...going, rename }],
    ["moves elsewhere", TABLE, {}, {}, ["stateful-deleted high"], { ...going, movedTo: "data" }],
    ["keeps nothing, and is replaced", ROLE_POLICY, {}, {}, [], { action: "replace" }],
    ["keeps nothing, and is deleted", ROLE_POLICY, {}, {}, [], going],
    [
      "keeps nothing, and is renamed",
      ROLE_POLICY,
      {},
      {},
      ["rename-without-alias medium"],
      { ...going, rename },
    ],
    [
      "is renamed with its component",
      ROLE_POLICY,
      {},
      {},
      [],
      { ...going, rename: { ...rename, ofComponent: true } },
    ],
    [
      "is protected no more",
      DATABASE,
      { deletionProtection: true },
      { deletionProtection: false },
      ["protection-lost high"],
    ],
    ["loses the switch", TABLE, { deletionProtectionEnabled: true }, {}, ["protection-lost high"]],
    ["is protected now", DATABASE, { deletionProtection: false }, { deletionProtection: true }, []],
    [
      "skips its last snapshot",
      DATABASE,
      { skipFinalSnapshot: false },
      { skipFinalSnapshot: true },
      ["protection-lost high"],
    ],
    [
      "keeps no versions",
      "aws:s3/bucketVersioning:BucketVersioning",
      { versioningConfiguration: { status: "Enabled" } },
      { versioningConfiguration: { status: "Suspended" } },
      ["protection-lost high"],
    ],
    [
      "can be deleted with its objects",
      BUCKET,
      { forceDestroy: false },
      { forceDestroy: true },
      ["protection-lost high"],
    ],
    ["could be already", BUCKET, { forceDestroy: true }, { forceDestroy: true, name: "b" }, []],
    ["is no data, and can be deleted", "aws:iam/user:User", {}, { forceDestroy: true }, []],
    [
      "is a pool of users that can be deleted",
      "aws:cognito/userPool:UserPool",
      { deletionProtection: "ACTIVE" },
      { deletionProtection: "INACTIVE" },
      ["protection-lost high"],
    ],
    [
      "is locked by who may unlock it",
      OBJECT_LOCK,
      { rule: { defaultRetention: { mode: "COMPLIANCE", days: 30 } } },
      { rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } } },
      ["protection-lost high"],
    ],
    [
      "is locked for less time",
      OBJECT_LOCK,
      { rule: { defaultRetention: { mode: "COMPLIANCE", days: 30 } } },
      { rule: { defaultRetention: { mode: "COMPLIANCE", days: 3 } } },
      ["retention-shorter medium"],
    ],
    [
      "is locked for years instead of days",
      OBJECT_LOCK,
      { rule: { defaultRetention: { mode: "COMPLIANCE", days: 30 } } },
      { rule: { defaultRetention: { mode: "COMPLIANCE", years: 1 } } },
      [],
    ],
    [
      "loses the rule by which objects are kept",
      OCI_BUCKET,
      { retentionRules: [{ displayName: "audit", duration: { timeAmount: "7", timeUnit: "YEARS" } }] },
      {},
      ["protection-lost high", "retention-shorter medium"],
    ],
    [
      "loses the volumes of its claims",
      "kubernetes:core/v1:PersistentVolume",
      { spec: { persistentVolumeReclaimPolicy: "Retain" } },
      { spec: { persistentVolumeReclaimPolicy: "Delete" } },
      ["protection-lost high"],
    ],
    ["can be made public", BLOCK, {}, {}, ["protection-lost high"], going],
    [
      "goes with its block",
      BLOCK,
      {},
      {},
      [],
      { ...going, goesWith: [resourceOf("aws:s3/bucket:Bucket", going)] },
    ],
    [
      "loses its block with something else",
      BLOCK,
      {},
      {},
      ["protection-lost high"],
      { ...going, goesWith: [resourceOf(ROLE_POLICY, going)] },
    ],
    ["takes its block to another stack", BLOCK, {}, {}, [], { ...going, movedTo: "data" }],
    ["is unprotected from the start", DATABASE, { deletionProtection: true }, {}, [], { action: "create" }],
  ]);
});

describe("what the engine keeps from going", () => {
  const off = (...options: string[]): ResourceDiff["properties"] =>
    options.map((option) => ({
      ...{ path: option, kind: "update", before: "true", after: "false", forcesReplacement: false },
    }));
  const change = (
    name: string,
    type: string,
    options: string[],
    action: ResourceDiff["action"] = "update",
  ) => ({
    stack: "shop",
    resource: resourceOf(type, { name, action, properties: off(...options) }),
    ...{ leaves: [], after: {}, rename: undefined, movedTo: undefined, goesWith: [] },
  });
  const told = (...changes: Judged[]) =>
    optionRisks(changes).map(({ severity, message, urn }) => [severity, message, urn === undefined]);

  test("is told once for all that lose it together, what keeps something first, not for a component around it", () => {
    const both = ["protect", "retainOnDelete"];
    expect(
      told(
        change("store", "shop:data:Store", both),
        change("role", ROLE_POLICY, both),
        change("carts", TABLE, both),
      ),
    ).toEqual([
      [
        "high",
        `carts (${TABLE}), role (${ROLE_POLICY}) lose protect and retainOnDelete: taken out of the program or replaced, they are deleted.`,
        true,
      ],
    ]);
  });

  test("is of less weight where nothing is kept, and nothing where it is made anew or protected now", () => {
    const protectedNow = change("carts", TABLE, ["protect"]);
    const turned = protectedNow.resource.properties.map((one) => ({
      ...one,
      before: "false",
      after: "true",
    }));
    expect(
      told(change("role", ROLE_POLICY, ["protect"]), change("carts", TABLE, ["protect"], "create"), {
        ...protectedNow,
        resource: { ...protectedNow.resource, properties: turned },
      }),
    ).toEqual([
      [
        "medium",
        `role (${ROLE_POLICY}) loses protect: taken out of the program or replaced, it is deleted.`,
        false,
      ],
    ]);
  });
});

describe("what is left in the cloud when it goes", () => {
  const change = (
    type: string,
    name: string,
    more: Partial<Judged> & { readonly resource?: ResourceDiff } = {},
    action: ResourceDiff["action"] = "delete",
  ): Judged => ({
    ...{ stack: "shop", leaves: [], after: {}, rename: undefined, movedTo: undefined, goesWith: [] },
    resource: resourceOf(type, { name, urn: `urn:${name}`, action, retained: true }),
    ...more,
  });
  const own = (one: Judged) => riskOf(one).map(({ kind, severity, message }) => [kind, severity, message]);
  const alarms = change(ALARM, "late");

  test("is no loss, and told once for a stack, with all its resources", () => {
    const all = [alarms, change(TABLE, "carts"), change(QUEUE, "carts-dlq"), change(BLOCK, "carts-block")];
    expect(all.flatMap(own)).toEqual([]);
    expect(leftRisks([...all, change(TABLE, "kept", {}, "update")])).toEqual([
      {
        ...{ kind: "left-unmanaged", severity: "medium", stack: "shop" },
        urns: ["urn:carts", "urn:carts-dlq", "urn:late", "urn:carts-block"],
        message:
          `carts (${TABLE}), carts-dlq (${QUEUE}), late (${ALARM}), carts-block (${BLOCK}) are left in the cloud, as ` +
          "retainOnDelete says: no data is lost, and nothing manages them from then on.",
        advice: "Say who keeps or deletes what is left: it costs and lets in what it did.",
      },
    ]);
  });

  test("is told where it is deleted", () => {
    const gone = { ...alarms, resource: resourceOf(TABLE, { action: "delete" }) };
    expect(leftRisks([gone])).toEqual([]);
    expect(own(gone)).toEqual([
      ["stateful-deleted", "high", `orders (${TABLE}) is deleted, and with it its items.`],
    ]);
  });

  test("weighs no less where a new one that is empty comes in its place", () => {
    const renamed = change(TABLE, "carts", { rename });
    const moved = change(TABLE, "carts", { movedTo: "data" });
    const replaced = change(TABLE, "carts", {}, "replace");
    expect(leftRisks([renamed, moved, replaced])).toEqual([]);
    expect([renamed, moved, replaced].flatMap(own)).toEqual([
      [
        "stateful-deleted",
        "high",
        `carts (${TABLE}) is left in the cloud with its items, as retainOnDelete says; sales is created in its place, and a new one starts empty: a rename without an alias.`,
      ],
      [
        "stateful-deleted",
        "high",
        `carts (${TABLE}) is left in the cloud with its items, as retainOnDelete says; its like is created in data, and a new one starts empty.`,
      ],
      [
        "stateful-replaced",
        "high",
        `carts (${TABLE}) is replaced; it keeps its items, and a new one starts empty; the old one is left in the cloud: retainOnDelete.`,
      ],
    ]);
  });

  test("is as good as lost where what it needs is deleted, and not where that is left, too", () => {
    const key = (retained: boolean) =>
      resourceOf(KEY, { name: "site", action: "delete", ...(retained ? { retained } : {}) });
    const [without, with_] = [false, true].map((retained) =>
      change(BUCKET, "invoices", { goesWith: [key(retained)] }),
    );
    expect(own(without!)).toEqual([
      [
        "stateful-deleted",
        "high",
        `invoices (${BUCKET}) is left in the cloud, as retainOnDelete says, but site (${KEY}), which it needs, is not: its objects may be lost.`,
      ],
    ]);
    expect(leftRisks([without!])).toEqual([]);
    expect(own(with_!)).toEqual([]);
    expect(leftRisks([with_!])).toHaveLength(1);
  });

  test("is the old one of a replacement that keeps nothing", () => {
    expect(
      leftRisks([change(ALARM, "late", {}, "replace")]).map(({ message, urn }) => [message, urn]),
    ).toEqual([
      [
        `Of late (${ALARM}), which is replaced, the old is left in the cloud, as retainOnDelete says: no data is lost, and nothing manages it from then on.`,
        "urn:late",
      ],
    ]);
  });
});

describe("how long things are kept", () => {
  const logs = (retentionInDays?: number) => (retentionInDays === undefined ? {} : { retentionInDays });
  const backups = (backupRetentionPeriod?: number) =>
    backupRetentionPeriod === undefined ? {} : { backupRetentionPeriod };
  judged([
    ["for less time", LOGS, logs(30), logs(7), ["retention-shorter medium"]],
    ["for a time that nobody says any more", LOGS, logs(30), logs(), ["retention-shorter medium"]],
    ["for longer", LOGS, logs(7), logs(30), []],
    ["for a time that nobody said before", LOGS, logs(), logs(7), []],
    ["backups for less time", DATABASE, backups(7), backups(1), ["retention-shorter high"]],
    ["no backups", DATABASE, backups(7), backups(0), ["retention-shorter high"]],
    [
      "messages for less time",
      QUEUE,
      { messageRetentionSeconds: 1_209_600 },
      { messageRetentionSeconds: 60 },
      ["retention-shorter medium"],
    ],
    ["something anew", LOGS, logs(30), logs(7), [], { action: "create" }],
  ]);
});

describe("dead letters", () => {
  const lost = ["dead-letters-lost high"];
  const target = "aws:cloudwatch/eventTarget:EventTarget";
  judged([
    ["of a target", target, { deadLetterConfig: { arn: "a" } }, {}, lost],
    ["of a queue", QUEUE, { redrivePolicy: { deadLetterTargetArn: "a" } }, {}, lost],
    [
      "of a function",
      "aws:lambda/functionEventInvokeConfig:F",
      { destinationConfig: { onFailure: { destination: "a" } } },
      {},
      lost,
    ],
    ["go elsewhere", target, { deadLetterConfig: { arn: "a" } }, { deadLetterConfig: { arn: "b" } }, []],
    ["are collected now", target, {}, { deadLetterConfig: { arn: "a" } }, []],
    ["in a queue that is deleted", QUEUE, {}, {}, lost, { action: "delete", name: "orders-dlq" }],
    ["in a parking queue that is deleted", QUEUE, {}, {}, lost, { action: "delete", name: "parking" }],
  ]);
});

describe("who is told, and what runs", () => {
  const going = { action: "delete" } as const;
  const function_ = resourceOf("aws:lambda/function:Function", going);
  const image = (name: string) => ({ spec: { template: { spec: { containers: [{ image: name }] } } } });
  const deployment = "kubernetes:apps/v1:Deployment";
  const digest = `@sha256:${"a".repeat(64)}`;
  const unpinned = ["image-unpinned medium"];
  judged([
    ["an alarm goes", ALARM, {}, {}, ["alarm-lost high"], going],
    [
      "an alarm goes with what it watches",
      ALARM,
      {},
      {},
      ["alarm-lost medium"],
      { ...going, goesWith: [function_] },
    ],
    [
      "an alarm goes with another",
      ALARM,
      {},
      {},
      ["alarm-lost high"],
      { ...going, goesWith: [resourceOf(ALARM, going)] },
    ],
    [
      "an alarm is made anew",
      ALARM,
      {},
      {},
      ["alarm-lost high"],
      { ...going, goesWith: [{ ...function_, action: "replace" }] },
    ],
    ["an alarm is renamed", ALARM, {}, {}, ["rename-without-alias medium"], { ...going, rename }],
    ["an alarm is off", ALARM, { actionsEnabled: true }, { actionsEnabled: false }, ["alarm-lost high"]],
    ["an alarm was off", ALARM, { actionsEnabled: false }, { actionsEnabled: false, period: 60 }, []],
    ["an alarm of OCI is off", "oci:Monitoring/alarm:Alarm", {}, { isEnabled: false }, ["alarm-lost high"]],
    ["an alarm tells nobody", ALARM, { alarmActions: ["a"] }, { alarmActions: [] }, ["alarm-lost high"]],
    ["an alarm tells somebody else", ALARM, { alarmActions: ["a"] }, { alarmActions: ["b"] }, []],
    ["something else tells nobody", "x:y:Thing", { alarmActions: ["a"] }, { alarmActions: [] }, []],
    ["an image by its tag", deployment, image(`r/a${digest}`), image("r/a:1"), unpinned],
    ["an image by its digest", deployment, image("r/a:1"), image(`r/a${digest}`), []],
    ["a new image by its tag", deployment, {}, image("r/a:1"), unpinned, { action: "create" }],
    ["a machine image", "aws:ec2/instance:I", {}, { image: "ami-0123/1" }, []],
    ["an image that is not known", deployment, {}, image("[unknown]/a:1"), []],
    [
      "a pool is gone before the next",
      POOL,
      {},
      {},
      ["outage medium"],
      { action: "replace", deletedFirst: true },
    ],
    ["a pool goes after the next is there", POOL, {}, {}, [], { action: "replace" }],
    [
      "what nothing runs on is gone first",
      ROLE_POLICY,
      {},
      {},
      [],
      { action: "replace", deletedFirst: true },
    ],
    ["a network is replaced", VPC, {}, {}, ["network-replaced high"], { action: "replace" }],
    ["a subnet is replaced", SUBNET, {}, {}, ["network-replaced high"], { action: "replace" }],
    [
      "a subnet with its network",
      SUBNET,
      {},
      {},
      [],
      { action: "replace", goesWith: [resourceOf(VPC, { action: "replace" })] },
    ],
    [
      "a subnet with another subnet",
      SUBNET,
      {},
      {},
      ["network-replaced high"],
      { action: "replace", goesWith: [resourceOf(SUBNET, { action: "replace" })] },
    ],
    ["a network is changed", VPC, { a: 1 }, { a: 2 }, []],
    [
      "a subnet of OCI is to move",
      SUBNET,
      { cidrBlock: "10.0.8.0/22" },
      { cidrBlock: "10.0.12.0/22" },
      ["deployment-fails high"],
    ],
    ["a subnet of OCI grows", SUBNET, { cidrBlock: "10.0.8.0/22" }, { cidrBlock: "10.0.8.0/21" }, []],
    ["a component of alarms goes with them", "shop:index:MetricAlarms", {}, {}, [], going],
  ]);
});
