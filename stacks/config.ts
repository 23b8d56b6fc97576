import * as pulumi from "@pulumi/pulumi";
import { InputError, type Fault } from "../components/core";
import { allowedNames } from "../lib/suggest";

/** One `causeway:` configuration key. */
export interface ConfigKey {
  readonly key: string;
  readonly type: "string";
  readonly secret: boolean;
  readonly default?: string;
  readonly description: string;
  /** What is allowed, in words and as a pattern. */
  readonly allowed: string;
  readonly pattern: RegExp;
}

const ROLE_ARN = String.raw`arn:aws:iam::\d{12}:role/[\w+=,.@/-]+`;

/** Every `causeway:` key: what differs from owner to owner and so can not be written in a file of this tree. */
export const CONFIG_KEYS = [
  {
    key: "org",
    type: "string",
    secret: false,
    default: "causeway",
    description: "Short name of your organisation, the first part of every physical name",
    allowed: "2 to 12 lower-case letters and digits, a letter first",
    pattern: /^[a-z][a-z0-9]{1,11}$/,
  },
  {
    key: "awsAccountId",
    type: "string",
    secret: false,
    description: "AWS account of the environment; the provider refuses any other",
    allowed: "the 12 digits of an AWS account id",
    pattern: /^\d{12}$/,
  },
  {
    key: "ociTenancyId",
    type: "string",
    secret: false,
    description: "OCID of the OCI tenancy, the parent of the environment's compartments",
    allowed: "an OCID, ocid1.tenancy.oc1..<unique part>",
    pattern: /^ocid1\.tenancy\.oc1\.\.[a-z0-9]{8,}$/,
  },
  {
    key: "ociTagNamespaceId",
    type: "string",
    secret: false,
    default: "",
    description:
      "OCID of the tag namespace if another environment of the same tenancy created it. Default: this environment creates it",
    allowed: "an OCID, ocid1.tagnamespace.oc1..<unique part>, or nothing",
    pattern: /^(ocid1\.tagnamespace\.oc1\.\.[a-z0-9]{8,})?$/,
  },
  {
    key: "deployerRoleArns",
    type: "string",
    secret: false,
    default: "",
    description:
      "IAM roles of the pipeline, which alone may assume the deployer role. Default: users and roles of the environment's account whose IAM policies allow it",
    allowed:
      "ARNs of IAM roles separated by one space, such as arn:aws:iam::111111111111:role/pipeline, or nothing",
    pattern: new RegExp(`^(${ROLE_ARN}( ${ROLE_ARN})*)?$`),
  },
  {
    key: "zone",
    type: "string",
    secret: false,
    description: "DNS zone in which public and internal names are created",
    allowed: "a DNS name such as platform.example.org",
    pattern: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
  },
  {
    key: "tokenIssuer",
    type: "string",
    secret: false,
    default: "",
    description:
      "Issuer of the tokens that callers of the APIs send; its keys are read from /.well-known/jwks.json below it. Default: the host id in the internal zone of the primary site, or in the zone common to both OCI sites if there is a standby API gateway",
    allowed: "an https address without a slash at its end, such as https://id.example.org, or nothing",
    pattern: /^(https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w.~-]+)*)?$/,
  },
  {
    key: "tokenIssuerAddresses",
    type: "string",
    secret: false,
    default: "",
    description:
      "Addresses of the host id at each OCI site, the primary first; causeway creates its DNS records. Default: no records are created",
    allowed:
      "private addresses in the networks of the sites, one or two separated by a space, such as 10.73.4.20 10.74.4.20; or nothing",
    pattern: /^(\d{1,3}(\.\d{1,3}){3}( \d{1,3}(\.\d{1,3}){3})?)?$/,
  },
  {
    key: "authorizerImage",
    type: "string",
    secret: false,
    default: "",
    description:
      "Image of the authorizer that checks callers' tokens, by tag and digest, the same in the registries of both OCI sites. Required if apis.tokensJudgedBy of the environment is authorizer",
    allowed:
      "a tag and a digest, such as 1.4.0@sha256:<64 hexadecimal digits>, or nothing; components/api-gateway/README.md says how they come to be",
    pattern: /^(\w[\w.-]{0,127}@sha256:[0-9a-f]{64})?$/,
  },
  {
    key: "gatewayReplacement",
    type: "string",
    secret: false,
    default: "",
    description:
      "API gateway that a change may replace, until which day and why. A replacement changes its address, so clients fail while they have the old one cached. Default: none; such a change is refused where data is protected",
    allowed:
      "gateway or standby-gateway, a day and a reason, such as gateway until 2026-12-24: its subnet moves to the new range; or nothing",
    pattern: /^((standby-)?gateway until \d{4}-\d{2}-\d{2}: \S+ \S+ \S.*)?$/,
  },
  {
    key: "gatewayLogLevel",
    type: "string",
    secret: false,
    default: "",
    description: "Log level of the API gateways until the end of a day. Default: INFO, in prod WARN",
    allowed: "INFO, WARN or ERROR and a day, such as INFO until 2026-12-24; or nothing",
    pattern: /^((INFO|WARN|ERROR) until \d{4}-\d{2}-\d{2})?$/,
  },
  {
    key: "alarmEmail",
    type: "string",
    secret: false,
    default: "",
    description:
      "Address that receives alarms and events that need a person; it must be confirmed once per OCI site and for two AWS topics. Default: oncall@ the zone",
    allowed: "an e-mail address such as oncall@example.org, or nothing",
    pattern: /^([^\s@]+@[^\s@]+\.[^\s@]+)?$/,
  },
  {
    key: "ociLogLockFrom",
    type: "string",
    secret: false,
    default: "",
    description:
      "Time from which OCI flow, cluster and gateway logs are kept for a year each in buckets that nobody can empty earlier, not even you or Oracle. At least 14 days ahead when first deployed; cannot be changed or undone afterwards. Default: logs are kept as long as the Logging service keeps them",
    allowed: "a time such as 2027-01-15T00:00:00Z, or nothing",
    pattern: /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)?$/,
  },
  {
    key: "ociMonthlyBudget",
    type: "string",
    secret: false,
    default: "",
    description:
      "Monthly OCI budget of the environment, in the currency of the tenancy's rate card; the alarm address is notified at 80 and 100 percent, and when the forecast exceeds it. Default: no budget",
    allowed: "a whole number from 1 such as 500, or nothing",
    pattern: /^([1-9]\d{0,11})?$/,
  },
] as const satisfies readonly ConfigKey[];

type KeyName = (typeof CONFIG_KEYS)[number]["key"];

/** The values of the `causeway:` keys. */
export type Account = Readonly<Record<KeyName, string>>;

/**
 * Reads and validates the `causeway:` configuration of the running stack.
 * @throws {InputError} with every missing, malformed or unknown key and the command that sets or removes it.
 */
export function readAccount(): Account {
  const config = new pulumi.Config("causeway");
  const faults = unknownKeys();
  const entries = CONFIG_KEYS.map((entry: ConfigKey) => {
    const value = config.get(entry.key) ?? entry.default;
    if (value === undefined || !entry.pattern.test(value)) {
      const allowed = `${entry.allowed}; set it with: pulumi config set causeway:${entry.key} <value>`;
      faults.push({ path: `causeway:${entry.key}`, given: value, allowed });
    }
    return [entry.key, value ?? ""] as const;
  });
  if (faults.length > 0) throw new InputError(`configuration of stack ${pulumi.getStack()}`, faults);
  return Object.fromEntries(entries) as Account;
}

/** A key that is not read is a slip, whose value would be missed in silence where the one that is meant has a default. */
function unknownKeys(): Fault[] {
  const known = CONFIG_KEYS.map(({ key }) => `causeway:${key}`);
  return Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith("causeway:") && !known.includes(key))
    .map((path) => ({
      path,
      allowed: `${allowedNames(path, known)}; remove it with: pulumi config rm ${path}`,
    }));
}
