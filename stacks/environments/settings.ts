import * as v from "valibot";
import { DR_TIERS, InputError, type Fault, type Test } from "../../components/core";
import { OCI_LOG_DAYS, OCI_LOG_DAYS_ALLOWED } from "../../lib/oci-logs";
import { imageNameTest } from "../../lib/ocir";
import { SHAPE_FAMILIES, shapeFaults } from "../../lib/oci-shapes";
import { allowedNames } from "../../lib/suggest";
import { addonFaults, eksVersionTest, okeVersionTest } from "./catalogue";
import { ENVIRONMENT_NAMES, addressPlan, planFaults, type AddressPlan } from "./plan";

/** Site key of each region that can be chosen; names and tags use the key. */
export const AWS_REGIONS = { "us-east-1": "use1", "me-central-1": "mec1" } as const;
export const OCI_REGIONS = { "me-dubai-1": "dxb", "me-jeddah-1": "jed" } as const;

/** What the authorizer's image is called in the registries. */
export const AUTHORIZER_IMAGE = "authorizer";

const whole = (min: number, max: number, unit: string) => {
  const allowed = `a whole number of ${unit} from ${min} to ${max}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(min, allowed), v.maxValue(max, allowed));
};
const word = (pattern: RegExp, allowed: string) => v.pipe(v.string(allowed), v.regex(pattern, allowed));
const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  v.picklist(values, `one of ${values.join(", ")}`);
const supported = (test: Test<string>) =>
  v.pipe(
    v.string("a Kubernetes version of the catalogue"),
    v.check(
      (version) => test(version) === undefined,
      ({ input }) => test(input) ?? "",
    ),
  );
const flag = v.boolean("true or false");
const keysOf = <T extends object>(record: T) =>
  Object.keys(record) as unknown as readonly [keyof T & string, ...(keyof T & string)[]];

const tagValue = word(
  /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
  "1 to 63 letters, digits, -, _ and .",
);

const nodes = v.strictObject({
  /** Nodes at the start, and the least and the most that the autoscaler may set. */
  desired: whole(0, 100, "nodes"),
  min: whole(0, 100, "nodes"),
  max: whole(1, 100, "nodes"),
});

/** Every setting of an environment, with what is allowed. */
const schema = v.strictObject({
  name: choice(ENVIRONMENT_NAMES),
  /** How strict policies and protection are. */
  class: choice(["dev", "staging", "prod"]),
  aws: v.strictObject({
    /** The one AWS region; everything regional derives from it. */
    region: choice(keysOf(AWS_REGIONS)),
    /** NAT gateways: one for all zones, or one a zone. */
    natGateways: v.picklist([1, 3], "1 (shared) or 3 (one a zone)"),
  }),
  oci: v.strictObject({
    primary: choice(keysOf(OCI_REGIONS)),
    standby: choice(keysOf(OCI_REGIONS)),
    /** The tenancy's home region, where IAM, tags and policies are written. */
    home: choice(keysOf(OCI_REGIONS)),
  }),
  tags: v.strictObject({ team: tagValue, owner: tagValue, costCenter: tagValue }),
  eks: v.strictObject({
    /** Minor version of the control plane and its nodes, from the catalogue. */
    kubernetesVersion: supported(eksVersionTest()),
    nodes,
    /** EC2 instance types, most wanted first. */
    instanceTypes: v.pipe(
      v.array(word(/^[a-z][a-z0-9-]*\.[a-z0-9]+$/, "an EC2 instance type such as m7i.xlarge")),
      v.minLength(1, "at least one EC2 instance type"),
    ),
    spot: flag,
  }),
  oke: v.strictObject({
    /** Version of the control planes and their nodes at both sites, from the catalogue, with OKE's `v`. */
    kubernetesVersion: supported(okeVersionTest()),
    nodes,
    /** What nodes are; the family says which OCPUs and how much memory (lib/oci-shapes.ts). */
    family: choice(SHAPE_FAMILIES),
    ocpus: whole(1, 64, "OCPUs"),
    memoryGb: whole(1, 1024, "GB"),
    preemptible: flag,
    /** Nodes of the standby site's pool. */
    standbyNodes: whole(0, 100, "nodes"),
  }),
  retention: v.strictObject({
    /** OCI service, flow and gateway logs; the service takes 30 to 180 days in steps of 30. */
    ociLogDays: v.picklist(OCI_LOG_DAYS, OCI_LOG_DAYS_ALLOWED),
    /** AWS flow and service logs; one of the values CloudWatch Logs takes. */
    awsLogDays: v.picklist(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400],
      "a CloudWatch Logs retention such as 30 or 90 days",
    ),
    /** At least the 30 days of EV-16, at most what is still replay and no archive for its own sake. */
    eventArchiveDays: whole(30, 3650, "days"),
    /** How long events are kept for audits, locked. They hold personal data: no longer than there is a reason. */
    eventAuditDays: whole(30, 3650, "days"),
  }),
  /** What there are images of in the registries of both OCI sites: `payments`, `shop/cart`. */
  images: v.array(
    v.pipe(
      v.string("the name of an image"),
      v.check(
        (image) => imageNameTest(image) === undefined,
        ({ input }) => imageNameTest(input) ?? "",
      ),
    ),
  ),
  apis: v.strictObject({
    /**
     * Who judges the tokens of those who call APIs: `gateway`, the service itself, which takes RSA signatures (RS256 to RS512);
     * `authorizer`, causeway's function, which takes elliptic curves and RSA-PSS too, from the image `authorizer` in the registry.
     */
    tokensJudgedBy: choice(["gateway", "authorizer"]),
  }),
  events: v.strictObject({
    /**
     * What reserves the stock of an order, never both (docs/requirements/01.md, G41): `saga`, the workflow that also takes
     * the payment and undoes what it did; `rule`, the inventory's own consumer behind its queue, for a platform whose
     * orders need no payment.
     */
    stockReservedBy: choice(["saga", "rule"]),
  }),
  recovery: v.strictObject({
    /** Tier of the platform's own data. */
    tier: choice(DR_TIERS),
    /** `pilot-light`: pool at size 0; `warm`: `standbyNodes` run. */
    standby: choice(["pilot-light", "warm"]),
  }),
  protection: v.strictObject({
    /** Data is protected from deletion and kept when its stack is destroyed. */
    data: flag,
    /** Buckets are emptied when they are destroyed. */
    emptyBuckets: flag,
  }),
  publicIngress: flag,
  secrets: v.variant(
    "kind",
    [
      v.strictObject({ kind: v.literal("passphrase") }),
      v.strictObject({
        kind: v.literal("key"),
        url: word(
          /^(awskms|azurekeyvault|gcpkms|hashivault):\/\/.+$/,
          "a key as Pulumi takes it, awskms://alias/NAME?region=REGION",
        ),
      }),
    ],
    'kind "passphrase", or "key" with a url',
  ),
});

/** The settings as they are written in a file of this folder. */
export type Settings = v.InferOutput<typeof schema>;

/** A validated environment: its settings and the address plan derived from its name. */
export interface Environment extends Settings {
  readonly plan: AddressPlan;
}

/** The keys allowed where an unknown one was given, the nearest named, for the message. */
function allowedKeys(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map((item) => String(item.key));
  const [parents, given = ""] = [path.slice(0, -1), path.at(-1)];
  let node: unknown = schema;
  for (const key of parents) node = (node as { entries?: Record<string, unknown> }).entries?.[key];
  const keys = Object.keys((node as { entries?: object } | undefined)?.entries ?? {});
  return allowedNames(given, keys);
}

/** Rules that span several settings. */
function relations(settings: Settings): Fault[] {
  const faults: Fault[] = [];
  for (const cluster of ["eks", "oke"] as const) {
    const { desired, min, max } = settings[cluster].nodes;
    if (min > max)
      faults.push({ path: `${cluster}.nodes.min`, given: min, allowed: `at most nodes.max, ${max}` });
    if (desired < min || desired > max) {
      faults.push({
        path: `${cluster}.nodes.desired`,
        given: desired,
        allowed: `from nodes.min to nodes.max, ${min} to ${max}`,
      });
    }
  }
  if (settings.oci.primary === settings.oci.standby) {
    faults.push({
      path: "oci.standby",
      given: settings.oci.standby,
      allowed: "another region than oci.primary",
    });
  }
  if (settings.recovery.standby === "pilot-light" && settings.oke.standbyNodes !== 0) {
    faults.push({
      path: "oke.standbyNodes",
      given: settings.oke.standbyNodes,
      allowed: "0 with recovery.standby pilot-light",
    });
  }
  if (settings.class === "prod" && settings.secrets.kind === "passphrase") {
    faults.push({
      path: "secrets.kind",
      given: "passphrase",
      allowed: '"key": prod refuses a passphrase, which nobody can revoke or audit',
    });
  }
  if (settings.apis.tokensJudgedBy === "authorizer" && !settings.images.includes(AUTHORIZER_IMAGE)) {
    faults.push({
      path: "images",
      given: settings.images,
      allowed: `${AUTHORIZER_IMAGE} among them, with apis.tokensJudgedBy authorizer`,
    });
  }
  if (settings.class !== "dev" && !settings.protection.data) {
    faults.push({ path: "protection.data", given: false, allowed: "true in staging and prod" });
  }
  return faults;
}

/**
 * Validates an environment's settings and derives its plan.
 * @throws {InputError} with every fault: path, what was given, what is allowed.
 */
export function defineEnvironment(settings: Settings): Environment {
  const subject = `environment ${JSON.stringify((settings as Partial<Settings>).name ?? "(unnamed)")}`;
  const result = v.safeParse(schema, settings);
  if (!result.success) {
    throw new InputError(
      subject,
      result.issues.map((issue) => ({
        path: v.getDotPath(issue) ?? "",
        given:
          issue.type === "strict_object" && issue.expected === "never"
            ? (issue.path?.at(-1)?.key ?? "")
            : issue.input,
        allowed:
          issue.type === "strict_object" && issue.expected === "never" ? allowedKeys(issue) : issue.message,
      })),
    );
  }
  const plan = addressPlan(result.output.name);
  const faults = [
    ...relations(result.output),
    ...shapeFaults(result.output.oke, "oke"),
    ...addonFaults(result.output.eks.kubernetesVersion),
    ...planFaults(plan).map((f) => ({ ...f, path: `plan.${f.path}` })),
  ];
  if (faults.length > 0) throw new InputError(subject, faults);
  return { ...result.output, plan };
}
