import { createHash } from "node:crypto";
import type { Fault } from "../../lib/fault";
import { InputError } from "./errors";

/** Where something lives: the parts of a physical name that do not depend on the resource. */
export interface Naming {
  /** Short name of the organisation, `acme`: lower-case letters and digits. */
  readonly org: string;
  /** Environment, `dev`, `staging` or `prod`. */
  readonly env: string;
  /** Site key, `use1`, `mec1`, `dxb`, `jed`, or `glb` for what must have one name everywhere. */
  readonly site: string;
}

/** How a kind of resource gets its physical name. */
export interface NameKind {
  /** Most characters that the service takes. */
  readonly max: number;
  /** `hyphen`: lower-case letters, digits and hyphens; `alnum`: lower-case letters and digits only, a letter first. */
  readonly alphabet: "hyphen" | "alnum";
  /**
   * `fixed`: the name is exactly this, since others address it by name; `prefix`: the provider adds a suffix, so that a
   * replacement can be created first; `display`: a label, unique or not.
   */
  readonly form: "fixed" | "prefix" | "display";
  /** Where the limit comes from. */
  readonly source: string;
}

/** terraform-plugin-sdk `id.UniqueIDSuffixLength`: a time stamp and a counter, appended to every `namePrefix`. */
const PREFIX_SUFFIX = 26;

/** Name limits as data, one entry a kind of resource. */
export const NAME_KINDS = {
  "aws-alarm": {
    max: 255,
    alphabet: "hyphen",
    form: "fixed",
    source: "CloudWatch API, PutMetricAlarm AlarmName",
  },
  "aws-api-destination": {
    max: 64,
    alphabet: "hyphen",
    form: "fixed",
    source: "EventBridge API, CreateApiDestination Name",
  },
  "aws-bucket": { max: 63, alphabet: "hyphen", form: "prefix", source: "S3 User Guide, bucket naming rules" },
  "aws-cluster": { max: 100, alphabet: "hyphen", form: "fixed", source: "EKS API, CreateCluster name" },
  "aws-dashboard": {
    max: 255,
    alphabet: "hyphen",
    form: "fixed",
    source: "CloudWatch User Guide, CloudWatch quotas, dashboard names",
  },
  "aws-delivery-stream": {
    max: 64,
    alphabet: "hyphen",
    form: "fixed",
    source: "Firehose API, CreateDeliveryStream DeliveryStreamName",
  },
  "aws-event-archive": {
    max: 48,
    alphabet: "hyphen",
    form: "fixed",
    source: "EventBridge API, CreateArchive ArchiveName",
  },
  "aws-event-bus": {
    max: 256,
    alphabet: "hyphen",
    form: "fixed",
    source: "EventBridge API, CreateEventBus Name",
  },
  "aws-event-connection": {
    max: 64,
    alphabet: "hyphen",
    form: "fixed",
    source: "EventBridge API, CreateConnection Name",
  },
  "aws-event-rule": { max: 64, alphabet: "hyphen", form: "fixed", source: "EventBridge API, PutRule Name" },
  "aws-function": {
    max: 64,
    alphabet: "hyphen",
    form: "fixed",
    source: "Lambda API, CreateFunction FunctionName",
  },
  "aws-kms-alias": {
    max: 250,
    alphabet: "hyphen",
    form: "fixed",
    source: "KMS API, CreateAlias AliasName, less `alias/`",
  },
  "aws-launch-template": {
    max: 128,
    alphabet: "hyphen",
    form: "prefix",
    source: "EC2 API, CreateLaunchTemplate LaunchTemplateName",
  },
  "aws-load-balancer": {
    max: 32,
    alphabet: "hyphen",
    form: "fixed",
    source: "ELB API v2, CreateLoadBalancer Name",
  },
  "aws-log-group": {
    max: 512,
    alphabet: "hyphen",
    form: "fixed",
    source: "CloudWatch Logs API, CreateLogGroup logGroupName",
  },
  "aws-name-tag": {
    max: 256,
    alphabet: "hyphen",
    form: "display",
    source: "Tag Editor guide, tag value limit",
  },
  "aws-node-group": {
    max: 63,
    alphabet: "hyphen",
    form: "prefix",
    source: "EKS API, CreateNodegroup nodegroupName",
  },
  "aws-policy": {
    max: 128,
    alphabet: "hyphen",
    form: "prefix",
    source: "IAM User Guide, name requirements and quotas",
  },
  "aws-queue": { max: 80, alphabet: "hyphen", form: "fixed", source: "SQS API, CreateQueue QueueName" },
  "aws-resolver": {
    max: 64,
    alphabet: "hyphen",
    form: "fixed",
    source: "Route 53 Resolver API, CreateResolverEndpoint and CreateResolverRule Name",
  },
  "aws-role": {
    max: 64,
    alphabet: "hyphen",
    form: "prefix",
    source: "IAM User Guide, name requirements and quotas",
  },
  "aws-schedule": {
    max: 64,
    alphabet: "hyphen",
    form: "fixed",
    source: "EventBridge Scheduler API, CreateSchedule Name",
  },
  "aws-schema-registry": {
    max: 64,
    alphabet: "hyphen",
    form: "fixed",
    source: "EventBridge Schemas API, CreateRegistry registryName",
  },
  "aws-security-group": {
    max: 255,
    alphabet: "hyphen",
    form: "prefix",
    source: "EC2 API, CreateSecurityGroup GroupName",
  },
  "aws-state-machine": {
    max: 80,
    alphabet: "hyphen",
    form: "fixed",
    source: "Step Functions API, CreateStateMachine name",
  },
  "aws-table": {
    max: 255,
    alphabet: "hyphen",
    form: "fixed",
    source: "DynamoDB Developer Guide, naming rules",
  },
  "aws-topic": { max: 256, alphabet: "hyphen", form: "fixed", source: "SNS API, CreateTopic Name" },
  kubernetes: {
    max: 63,
    alphabet: "hyphen",
    form: "fixed",
    source: "Kubernetes, Object Names and IDs (RFC 1123 label)",
  },
  "oci-bastion": {
    max: 255,
    alphabet: "alnum",
    form: "fixed",
    source: "OCI Bastion API, CreateBastionDetails name",
  },
  "oci-bucket": {
    max: 256,
    alphabet: "hyphen",
    form: "fixed",
    source: "OCI Object Storage API, CreateBucketDetails name",
  },
  "oci-certificate": {
    max: 255,
    alphabet: "hyphen",
    form: "fixed",
    source: "OCI Certificates Management API, CreateCertificateDetails name",
  },
  "oci-compartment": {
    max: 100,
    alphabet: "hyphen",
    form: "fixed",
    source: "OCI IAM API, CreateCompartmentDetails name",
  },
  "oci-database": {
    max: 30,
    alphabet: "alnum",
    form: "fixed",
    source: "OCI Database API, CreateAutonomousDatabaseDetails dbName",
  },
  "oci-display": { max: 255, alphabet: "hyphen", form: "display", source: "OCI API, displayName" },
  "oci-dns-label": {
    max: 15,
    alphabet: "alnum",
    form: "fixed",
    source: "OCI Core Services API, CreateVcnDetails dnsLabel",
  },
  "oci-group": {
    max: 100,
    alphabet: "hyphen",
    form: "fixed",
    source: "OCI IAM API, CreateGroupDetails name",
  },
  "oci-policy": {
    max: 100,
    alphabet: "hyphen",
    form: "fixed",
    source: "OCI IAM API, CreatePolicyDetails name",
  },
  "oci-resolver-endpoint": {
    max: 63,
    alphabet: "alnum",
    form: "fixed",
    source: "OCI DNS API, CreateResolverEndpointDetails name",
  },
  "oci-secret": {
    max: 255,
    alphabet: "hyphen",
    form: "fixed",
    source: "OCI Vault API, CreateSecretDetails secretName",
  },
  "oci-topic": {
    max: 256,
    alphabet: "hyphen",
    form: "fixed",
    source: "OCI Notifications API, CreateTopicDetails name",
  },
  "x509-common-name": {
    max: 64,
    alphabet: "hyphen",
    form: "display",
    source: "RFC 5280, appendix A.1, ub-common-name",
  },
} as const satisfies Record<string, NameKind>;

export type NameKindId = keyof typeof NAME_KINDS;

export interface NameParts extends Naming {
  /** Short area word, `net`, `events`. */
  readonly area: string;
  /** What it is for, `orders-queue`. */
  readonly role: string;
  /** Index, when a role has several. */
  readonly n?: number;
}

const WORD = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The physical name of a resource: `<org>-<env>-<site>-<area>-<role>[-<n>]`, shortened with a hash of the whole name
 * where the kind's limit demands it. The same parts always give the same name, and different parts different ones. A
 * `prefix` kind's name ends in a hyphen and leaves room for the provider's suffix.
 *
 * @throws {InputError} when a part is not lower-case letters, digits and single hyphens.
 */
export function physicalName(kind: NameKindId, parts: NameParts): string {
  const { max, alphabet, form }: NameKind = NAME_KINDS[kind];
  const faults: Fault[] = (["org", "env", "site", "area", "role"] as const)
    .filter((key) => !WORD.test(parts[key]))
    .map((key) => ({
      path: key,
      given: parts[key],
      allowed: "lower-case letters and digits, in words joined by single hyphens",
    }));
  if (faults.length > 0) throw new InputError(`name of kind ${kind}`, faults);
  const words = [parts.org, parts.env, parts.site, parts.area, parts.role];
  if (parts.n !== undefined) words.push(String(parts.n));
  const whole = words.join("-");
  const limit = form === "prefix" ? max - PREFIX_SUFFIX - 1 : max;
  const name = alphabet === "alnum" ? squeezed(whole, parts, limit) : shortened(whole, limit);
  return form === "prefix" ? `${name}-` : name;
}

/** Letters and digits of the name's SHA-256, enough that a clash within one platform is out of the question. */
function hashOf(whole: string, length: number): string {
  return BigInt(`0x${createHash("sha256").update(whole).digest("hex")}`)
    .toString(36)
    .slice(0, length);
}

function shortened(whole: string, limit: number): string {
  if (whole.length <= limit) return whole;
  const hash = hashOf(whole, 8);
  return `${whole.slice(0, limit - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}

/** Without hyphens `a-bc` and `ab-c` would be one name, so the hash is always part of it; the role's letters lead. */
function squeezed(whole: string, parts: NameParts, limit: number): string {
  const hash = hashOf(whole, 6);
  const letters = `${parts.role}${parts.n ?? ""}`.replaceAll("-", "");
  const safe = /^[a-z]/.test(letters) ? letters : `x${letters}`;
  return `${safe.slice(0, limit - hash.length)}${hash}`;
}
