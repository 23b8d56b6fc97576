/** Who gets in, and who may do what. */
import { valueIn, type Leaf } from "../leaves";
import { isMap, shown } from "../values";
import { called, paths, type Judged, type RiskRule } from "./judged";

/** Types that let traffic in: only of these is an open range a way in. */
const ADMITS =
  /securityGroup:|securityGroupIngressRule|securityGroupRule:|NetworkSecurityGroup|SecurityList|networkAcl|networkSecurityGroupSecurityRule|ingress|LoadBalancer|kubernetes:core\/v1:Service$|cluster:Cluster|gatewayRule/i;
const RANGE = /(cidr|source|sourceRanges?|remoteIpPrefix|ipv4|ipv6|publicAccessCidrs|allowed)/i;
const ANYWHERE = new Set<unknown>(["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1"]);

/** Properties that put something on the internet. */
const EXPOSES =
  /(^|\.)(publiclyAccessible|endpointPublicAccess|associatePublicIpAddress|mapPublicIpOnLaunch|isPublicIpEnabled|assignPublicIp|isPublic)$/;
/** Properties that keep something off it. */
const HIDES = /(^|\.)(internal|isPrivate|prohibitPublicIpOnVnic|prohibitInternetIngress)$/;

const yes = (value: unknown) => value === true || value === "true";

export const internetWider: RiskRule = ({ resource, leaves, after }) => {
  if (resource.action === "delete") return undefined;
  const outbound = /egress/i.test(resource.type) || valueIn(after, "direction") === "EGRESS";
  const wider = leaves.filter(({ path, after: now, before }) => {
    if (EXPOSES.test(path)) return yes(now) && !yes(before);
    if (HIDES.test(path)) return !yes(now) && yes(before);
    return (
      !outbound &&
      !/^egress/i.test(path) &&
      ADMITS.test(resource.type) &&
      RANGE.test(path) &&
      ANYWHERE.has(now) &&
      !ANYWHERE.has(before)
    );
  });
  if (wider.length === 0) return undefined;
  const now = resource.action === "create" ? "" : "now ";
  const ranges = wider.some(({ after: to }) => ANYWHERE.has(to));
  return {
    kind: "internet-wider",
    severity: "high",
    message: ranges
      ? `${called(resource)} ${now}lets every address through at ${paths(wider)}.`
      : `${called(resource)} ${now}is open to the internet at ${wider.map(({ path, after: to }) => `${path} (${to === undefined ? "gone" : shown(to)})`).join(", ")}.`,
    advice: ranges
      ? "Name the addresses that need it; causeway path shows what the internet reaches."
      : "Keep it private, behind a load balancer or a gateway.",
  };
};

const POLICY = /polic(y|ies)|statements?/i;
/** Policies have a text where a list of texts could be; a change of one into the other is one leaf. */
const texts = (value: unknown): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === "string");
const everything = (value: unknown): string | undefined =>
  texts(value).find(
    (text) => /^(\*|[a-z0-9-]+:\*)$/i.test(text) || /\bto manage all-resources\b/i.test(text),
  );
const everybody = (value: unknown): boolean =>
  texts(value).some((text) => text === "*" || /^\s*(allow|endorse)\s+any-user\b/i.test(text));

/** What a part of a policy newly grants; undefined where it grants no more than before. */
function granted({ path, before, after }: Leaf, { resource, after: inputs }: Judged): string | undefined {
  if (/(^|\.)policyArn$|managedPolicyArns\[\d+\]$/.test(path))
    return typeof after === "string" && /(AdministratorAccess|PowerUserAccess)$/.test(after)
      ? `${after.split("/").at(-1)} at ${path}`
      : undefined;
  if (/^roleRef\.name$/.test(path)) return after === "cluster-admin" ? `cluster-admin at ${path}` : undefined;
  if (/^rules\[\d+\]\.(verbs|resources|apiGroups)\[\d+\]$/.test(path) && /rbac/.test(resource.type))
    return after === "*" && before !== "*" ? `everything at ${path}` : undefined;
  if (!POLICY.test(path) || effectAt(inputs, path) === "Deny") return undefined;
  const statement = statementAt(inputs, path);
  if (/\.Effect$/.test(path)) {
    return before === "Deny" && after === "Allow" ? `what it denied at ${path}` : undefined;
  }
  if (/\.Condition(\.|$)/.test(path)) {
    const goes = before !== undefined && after === undefined && statement !== undefined;
    // A value less in a list narrows; the list with all of them opens.
    return goes && valueIn(inputs, path.replace(/\[\d+\]$/, "")) === undefined
      ? `without the condition at ${path}`
      : undefined;
  }
  if (handsOver(statement, resource.type)) return undefined;
  if (/Principal(\.\w+)?(\[\d+\])?$/.test(path) || /statements?\[\d+\]$/i.test(path)) {
    if (everybody(after) && !everybody(before) && !isOfAccounts(statement)) return `everybody at ${path}`;
  }
  if (/Principal/.test(path)) return undefined;
  if (/(Not)?Resource(\[\d+\])?$/.test(path)) return undefined;
  const action = everything(after);
  if (action !== undefined && everything(before) === undefined)
    return `every action of ${action === "*" || /all-resources/i.test(action) ? "everything" : action.split(":")[0]} at ${path}`;
  return undefined;
}

export const identityWider: RiskRule = (judged) => {
  const { resource, leaves } = judged;
  const wider = leaves.flatMap((leaf) => granted(leaf, judged) ?? []);
  if (resource.action === "delete" || wider.length === 0) return undefined;
  return {
    kind: "identity-wider",
    severity: "high",
    message: `${called(resource)} ${resource.action === "create" ? "grants" : "now grants"} ${wider.join("; ")}.`,
    advice: "Name the actions that are used, and who uses them.",
  };
};

const STATEMENT = /^(.*Statement(?:\[\d+\])?)\./;

/** The statement that a path is in. */
function statementAt(inputs: unknown, path: string): unknown {
  const statement = STATEMENT.exec(path)?.[1];
  return statement === undefined ? undefined : valueIn(inputs, statement);
}

const effectAt = (inputs: unknown, path: string): unknown => valueIn(statementAt(inputs, path), "Effect");

/** Keys of conditions that say of which account or organisation a caller is. */
const OF_ACCOUNTS = /^(kms:CallerAccount|aws:(Principal|Source)(Account|OrgID))$/i;

/** Whether everybody in a statement is everybody of accounts that it names. */
function isOfAccounts(statement: unknown): boolean {
  const equal = valueIn(statement, "Condition.StringEquals");
  return Object.entries(isMap(equal) ? equal : {}).some(
    ([key, value]) =>
      OF_ACCOUNTS.test(key) && [value].flat().every((one) => /^(\d{12}|o-[a-z0-9]+)$/.test(String(one))),
  );
}

/**
 * Whether a statement of a key's policy hands over to the account's own policies, as the first of each does
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
 */
function handsOver(statement: unknown, type: string): boolean {
  const caller = valueIn(statement, "Principal.AWS");
  return (
    type === "aws:kms/key:Key" &&
    typeof caller === "string" &&
    /^arn:aws[\w-]*:iam::\d{12}:root$/.test(caller)
  );
}
