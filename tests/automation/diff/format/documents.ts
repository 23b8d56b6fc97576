/** Documents as pull requests against a platform of queues, a database and a cluster would make them. */
import {
  DIFF_SCHEMA,
  type Action,
  type Cost,
  type DiffDocument,
  type EnvironmentDiff,
  type PropertyDiff,
  type ResourceDiff,
  type StackDiff,
} from "../../../../automation/diff/model";

const COUNTED: Readonly<Record<Action, keyof StackDiff["counts"]>> = {
  create: "created",
  update: "updated",
  undecided: "undecided",
  replace: "replaced",
  delete: "deleted",
  rename: "renamed",
  move: "moved",
  import: "created",
};

export const update = (
  path: string,
  before: string,
  after: string,
  forcesReplacement = false,
): PropertyDiff => ({
  path,
  kind: "update",
  before,
  after,
  forcesReplacement,
});

/** The URN of a resource of environment dev, without its component. */
export const urn = (stack: string, type: string, name: string) =>
  `urn:pulumi:dev-${stack}::acme::${type}::${name}`;

export const resource = (
  action: Action,
  type: string,
  name: string,
  properties: readonly PropertyDiff[] = [],
  more: Partial<ResourceDiff> = {},
): ResourceDiff => ({
  urn: "",
  type,
  name,
  component: "",
  action,
  properties: [...properties],
  takesDown: [],
  deletedFirst: false,
  protected: false,
  ...more,
});

export function stack(
  name: string,
  resources: readonly ResourceDiff[],
  more: Partial<StackDiff> = {},
): StackDiff {
  const counts = {
    ...{ created: 0, updated: 0, undecided: 0, replaced: 0, deleted: 0, renamed: 0, moved: 0 },
    unchanged: 12,
  };
  for (const { action } of resources) counts[COUNTED[action]] += 1;
  return {
    name,
    phase: "foundation",
    needs: [],
    status: resources.length > 0 ? "changed" : "unchanged",
    because: resources.length > 0 ? "program" : "unchanged",
    counts,
    resources: resources.map((one) => ({ ...one, urn: one.urn || urn(name, one.type, one.name) })),
    ...more,
  };
}

export const noCost: Cost = { currency: "USD", monthly: null, atLeast: false, lines: [], unknown: [] };

export const environment = (
  name: string,
  stacks: readonly StackDiff[],
  more: Partial<EnvironmentDiff> = {},
): EnvironmentDiff => ({
  name,
  status: stacks.some(({ status }) => status !== "unchanged") ? "changed" : "unchanged",
  settings: [],
  stacks: [...stacks],
  risks: [],
  findings: [],
  cost: noCost,
  notCompared: [],
  ...more,
});

export const document = (
  environments: readonly EnvironmentDiff[],
  more: Partial<DiffDocument> = {},
): DiffDocument => ({
  schema: DIFF_SCHEMA,
  simulated: true,
  platform: "acme",
  base: {
    name: "main",
    commit: "4e0363e1c2d3a4b5968778695a4b3c2d1e0f9a8b",
    committedAt: "2026-11-20T10:00:00Z",
  },
  head: {
    name: "HEAD",
    commit: "fd5861fa0b1c2d3e4f5061728394a5b6c7d8e9f0",
    committedAt: "2026-11-25T09:30:00Z",
  },
  now: "2026-11-25T09:30:00Z",
  environments: [...environments],
  notes: [],
  ...more,
});

const BUS = "causeway:eventing:EventBus orders";
const QUEUE = "aws:sqs/queue:Queue";
const untouched = [stack("foundation", []), stack("network", [], { needs: ["foundation"] })];

/** A visibility timeout, the same in all environments, and a tag with a value of its own in each. */
export const tuned = document(
  ["dev", "staging", "prod"].map((name) =>
    environment(name, [
      ...untouched,
      stack(
        "events",
        [
          resource(
            "update",
            QUEUE,
            "orders",
            [
              update("visibilityTimeoutSeconds", "30", "60"),
              update("tags.Owner", `"${name}-team"`, `"${name}-payments"`),
            ],
            { component: BUS },
          ),
        ],
        { needs: ["foundation"], phase: "messaging" },
      ),
    ]),
  ),
);

const DATABASE = "aws:rds/instance:Instance";
const replaced = resource(
  "replace",
  DATABASE,
  "primary",
  [
    update("storageEncrypted", "false", "true", true),
    update("instanceClass", `"db.t4g.medium"`, `"db.r7g.large"`),
    update("password", "[secret]", "[secret]"),
  ],
  {
    component: "causeway:recovery:Database ledger",
    takesDown: [
      urn("data", "aws:rds/instance:Instance", "replica"),
      urn("data", "aws:route53/record:Record", "reader"),
    ],
    deletedFirst: true,
    protected: true,
  },
);

/** What nobody should merge without a talk: a database replaced, dead letters dropped, a port open to all. */
export const dangerous = document(
  ["dev", "prod"].map((name) =>
    environment(
      name,
      [
        ...untouched,
        stack("data", [replaced, resource("replace", DATABASE, "replica")], {
          needs: ["foundation", "network"],
          phase: "data",
        }),
        stack(
          "events",
          [
            resource("delete", QUEUE, "orders-dlq", [], { component: BUS }),
            resource(
              "update",
              QUEUE,
              "orders",
              [
                {
                  path: "redrivePolicy",
                  kind: "delete",
                  before: `{"maxReceiveCount":5}`,
                  forcesReplacement: false,
                },
              ],
              { component: BUS },
            ),
            resource("undecided", "aws:athena/workgroup:Workgroup", "queries", [
              update("description", `"a"`, "[unknown]"),
            ]),
          ],
          { needs: ["foundation"], phase: "messaging" },
        ),
        stack(
          "platform",
          [
            resource("create", "kubernetes:core/v1:ConfigMap", "limits", [
              { path: "data.max", kind: "add", after: `"10"`, forcesReplacement: false },
            ]),
          ],
          {
            needs: ["data", "network"],
            because: "needs",
            phase: "platform",
          },
        ),
      ],
      {
        risks: [
          {
            kind: "dead-letters-lost",
            severity: "medium",
            stack: "events",
            urn: urn("events", QUEUE, "orders-dlq"),
            message:
              "The queue orders loses its dead-letter queue: a message that fails five times is dropped.",
            advice: "Keep a dead-letter queue, or say in a waiver who drops what.",
          },
          {
            kind: "stateful-replaced",
            severity: "high",
            stack: "data",
            urn: urn("data", DATABASE, "primary"),
            message: `The database primary${name === "prod" ? ", which holds the ledger," : ""} is replaced: its data goes with it.`,
            advice: "Take a snapshot and restore it into an encrypted instance instead.",
          },
        ],
        findings: [
          {
            rule: "network-no-open-ingress",
            level: "mandatory",
            change: "new",
            stack: "network",
            line: "stacks/network.ts:17",
            message: "Port 22 is open to 0.0.0.0/0.",
          },
          {
            rule: "tags-required",
            level: "advisory",
            change: "fixed",
            stack: "events",
            line: "stacks/events.ts:40",
            message: "Owner is set.",
          },
          {
            rule: "queue-encrypted",
            level: "mandatory",
            change: "waived",
            stack: "events",
            message: "Waived until 2027-01-01.",
          },
        ],
        cost: {
          currency: "USD",
          monthly: name === "prod" ? 131.4 : -3.5,
          atLeast: name === "prod",
          lines: [
            {
              stack: "data",
              urn: urn("data", DATABASE, "primary"),
              monthly: 131.4,
              price: {
                what: "db.r7g.large, PostgreSQL, one zone",
                amount: 0.24,
                unit: "hour",
                source: "https://aws.amazon.com/rds/postgresql/pricing/?a=1&copy=2",
                date: "2026-10-01",
              },
            },
            { stack: "events", urn: urn("events", QUEUE, "orders-dlq"), monthly: null },
          ],
          unknown: [QUEUE],
        },
        settings: [update("database.class", `"db.t4g.medium"`, `"db.r7g.large"`)],
        notCompared: ["Charts: what Helm makes of them is not compared."],
      },
    ),
  ),
  { notes: ["Prices hold for eu-west-1."] },
);

/** A rename, a move, an import, a stack that comes and one that goes. */
export const moved = document([
  environment("dev", [
    stack("events", [
      resource("rename", "aws:cloudwatch/eventBus:EventBus", "bus", [], {
        component: BUS,
        from: urn("events", "aws:cloudwatch/eventBus:EventBus", "main"),
      }),
    ]),
    stack(
      "audit",
      [
        resource("move", "aws:s3/bucket:Bucket", "trail", [], {
          from: urn("events", "aws:s3/bucket:Bucket", "trail"),
        }),
      ],
      {
        status: "added",
        because: "new",
        needs: ["events"],
      },
    ),
    stack("legacy", [resource("delete", "aws:sns/topic:Topic", "news")], {
      status: "removed",
      because: "gone",
    }),
    stack("edge", [resource("import", "aws:route53/zone:Zone", "zone")]),
  ]),
]);

/** A head that can not be previewed everywhere. */
export const broken = document([
  environment("dev", [
    stack("foundation", []),
    stack("data", [], {
      status: "failed",
      because: "program",
      failure:
        "DatabaseError: subnets: 2 invalid inputs\n  subnets[0] is missing; allowed: a subnet's id\n  size is 3; allowed: 1 or 2",
    }),
    stack("platform", [], { status: "not-compared", because: "needs", needs: ["data"] }),
  ]),
  environment("prod", [], { status: "failed" }),
]);

export const quiet = document(["dev", "prod"].map((name) => environment(name, untouched)));

/** Texts by which a head would like to write the comment itself. */
export const HOSTILE = [
  "</details><script>alert(1)</script>",
  "</code></summary><img src=x onerror=alert(1)>",
  "`` ` ``` `code",
  "``````\n# heading",
  "a|b||c",
  "@acme/security please approve",
  "#123 and GH-45 and acme/infra#6",
  "line one\nline two\r\n- item",
  "[link](https://evil.example) ![i](http://evil.example/x.png) www.evil.example",
  "https://evil.example/?a=b mail@evil.example",
  "<!-- causeway:diff acme -->",
  "**bold** _it_ ~~gone~~ $a^2$ $$b$$ :tada: [^1]",
  "\u202Egnp.exe\u2066\u200B\u0000\u001B[31m",
  "&lt;b&gt; &copy; &#64;acme",
  "- [ ] task",
  "1. first",
  "# heading",
  "> quote",
  "--- \n===",
  "    indented",
  " ",
  "",
  "\uD800",
  "a".repeat(5000),
] as const;

/** Each hostile text in each place where a head has a say. */
export const hostile = document(
  HOSTILE.map((text) =>
    environment(
      text,
      [
        stack(
          text,
          [
            resource("replace", text, text, [update(text, text, text, true)], {
              component: text,
              from: text,
              takesDown: [text],
              urn: text,
            }),
          ],
          { phase: text, needs: [text] },
        ),
        stack(`${text}x`, [], { status: "failed", failure: text }),
      ],
      {
        settings: [update(text, text, text)],
        risks: [
          { kind: "policy-weaker", severity: "high", stack: text, urn: text, message: text, advice: text },
        ],
        findings: [
          {
            rule: text,
            level: "mandatory",
            change: "new",
            stack: text,
            urn: text,
            line: text,
            message: text,
          },
        ],
        notCompared: [text],
        cost: {
          currency: text,
          monthly: 1,
          atLeast: true,
          lines: [
            {
              stack: text,
              urn: text,
              monthly: 1,
              price: { what: text, amount: 1, unit: text, source: text, date: text },
            },
          ],
          unknown: [text],
        },
      },
    ),
  ),
  {
    platform: HOSTILE.join(""),
    notes: [...HOSTILE],
    base: { name: HOSTILE[0], commit: HOSTILE[2], committedAt: "" },
  },
);

/** More than a comment holds: every queue of 40 stacks, in three environments, differs in five properties. */
export const huge = document(
  ["dev", "staging", "prod"].map((name) =>
    environment(
      name,
      Array.from({ length: 40 }, (_, index) =>
        stack(
          `service-${index}`,
          Array.from({ length: 60 }, (__, queue) =>
            resource(
              queue % 20 === 0 ? "delete" : queue % 7 === 0 ? "create" : "update",
              QUEUE,
              `queue-${queue}`,
              ["delaySeconds", "fifoQueue", "maxMessageSize", "receiveWaitTimeSeconds", "policy"].map(
                (path) => update(path, "1", `"${name}-${path}"`),
              ),
              { component: `acme:Service service-${index}` },
            ),
          ),
          { needs: index === 0 ? [] : [`service-${Math.floor((index - 1) / 2)}`] },
        ),
      ),
    ),
  ),
);
