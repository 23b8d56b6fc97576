import type { Values } from "../../engine/provider";
import type { Context, Target } from "../kind";
import * as v from "../values";

/** The service part of a type token: `aws:sqs/queue:Queue` is of `sqs`. */
export const service = (type: string): string => (type.split(":")[1] ?? "").split("/")[0] ?? "";

/** The ARN of something in this account and region. */
export function arn(
  c: Pick<Context, "site" | "inputs">,
  what: string,
  resource: string,
  global = false,
): string {
  const region = global ? "" : (v.text(c.inputs, "region") ?? c.site.region);
  return `arn:aws:${what}:${region}:${c.site.account}:${resource}`;
}

export function tagsAll(c: Context): Values {
  return { ...v.textMap(c.site.config, "defaultTags.tags"), ...v.textMap(c.inputs, "tags") };
}
/** Codes by which EC2 says that an id names nothing (EC2 API reference, "Error codes"). */
export const ec2Missing: Record<string, readonly [code: string, noun: string]> = {
  vpc: ["InvalidVpcID.NotFound", "vpc ID"],
  subnet: ["InvalidSubnetID.NotFound", "subnet ID"],
  sg: ["InvalidGroup.NotFound", "security group"],
  rtb: ["InvalidRouteTableID.NotFound", "routeTable ID"],
  igw: ["InvalidInternetGatewayID.NotFound", "internetGateway ID"],
  nat: ["InvalidNatGatewayID.NotFound", "NatGateway ID"],
  eipalloc: ["InvalidAllocationID.NotFound", "allocation ID"],
  vpce: ["InvalidVpcEndpointId.NotFound", "Vpc Endpoint ID"],
  acl: ["InvalidNetworkAclID.NotFound", "networkAcl ID"],
  eni: ["InvalidNetworkInterfaceID.NotFound", "networkInterface ID"],
};

/** An EC2 resource by id: `prefix` names the code by which EC2 says that there is none. */
export function ec2(prefix: string, ...types: string[]): Target {
  const [code = "", noun = ""] = ec2Missing[prefix] ?? [];
  return {
    types: types.map((t) => `aws:${t}`),
    missing: (id) => [code, `The ${noun} '${id}' does not exist`],
  };
}

/** Something by its ARN or name, with the code and words of its service. */
export function target(code: string, words: (id: string) => string, ...types: string[]): Target {
  return { types: types.map((t) => `aws:${t}`), missing: (id) => [code, words(id)] };
}

/** An EC2 id: the prefix, 0 and 16 hexadecimal digits. */
export const ec2Id =
  (prefix: string) =>
  (c: Context): string =>
    `${prefix}-0${c.derive.hex("id", 16)}`;

/** What follows the name prefix when the provider makes a name from it: 26 digits. */
export const fromPrefix = (c: Context, prefix: string): string => prefix + c.derive.digits("name suffix", 26);

/** The name: the input, or one made from the prefix. */
export function nameOf(c: Context, property = "name", prefix = "namePrefix"): string {
  const kept = v.text(c.old?.outputs, property);
  return c.text(property) ?? kept ?? fromPrefix(c, c.text(prefix) ?? "terraform-");
}

export const region = (c: Context): string => c.text("region") ?? c.site.region;

/** The KMS key, by id, ARN or alias, with the words that all services share for one that is not there. */
export const kmsKey: Target = {
  types: ["aws:kms/key:Key", "aws:kms/alias:Alias"],
  missing: (id) => ["NotFoundException", `Key '${id}' does not exist`],
};

/** Checks a name against a pattern and a length, in the words of the limit's source. */
export function limit(
  inputs: Values,
  report: (property: string, reason: string) => void,
  property: string,
  pattern: RegExp,
  rule: string,
): void {
  const name = v.text(inputs, property);
  if (name !== undefined && !pattern.test(name)) report(property, `"${name}" is not allowed: ${rule}`);
}

/** Checks that a prefix leaves room for the 26 digits behind it. */
export function prefixLimit(
  inputs: Values,
  report: (property: string, reason: string) => void,
  property: string,
  maximum: number,
): void {
  const prefix = v.text(inputs, property);
  if (prefix !== undefined && prefix.length > maximum - 26)
    report(property, `"${prefix}" may have up to ${String(maximum - 26)} characters, as 26 digits follow it`);
}

/** Checks that a number lies in a range. */
export function within(
  inputs: Values,
  report: (property: string, reason: string) => void,
  property: string,
  minimum: number,
  maximum: number,
): void {
  const value = v.numeric(inputs, property);
  if (value !== undefined && (value < minimum || value > maximum))
    report(property, `must be from ${String(minimum)} to ${String(maximum)}, not ${String(value)}`);
}
