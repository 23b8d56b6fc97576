import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { ResolverEndpoint } from "@pulumi/aws/route53/resolverEndpoint";
import { ResolverRule } from "@pulumi/aws/route53/resolverRule";
import { ResolverRuleAssociation } from "@pulumi/aws/route53/resolverRuleAssociation";
import * as pulumi from "@pulumi/pulumi";
import { DNS_NAME } from "../../lib/dns-name";
import { Check, matching, parseCidr, type Test } from "../core";
import type { ForwardedNamesArgs, ForwardedNamesChildren, ForwardedZone } from "./args";
import { AwsComponent } from "./component";

/** Route 53 developer guide, "Quotas on Route 53 VPC Resolver": addresses of an endpoint, and of a rule. */
const ENDPOINT_ADDRESSES = { min: 2, max: 6 } as const;
const RULE_ADDRESSES = 6;

const DNS_PORT = 53;

const ipv4: Test<string> = (text) =>
  parseCidr(`${text}/32`) === undefined ? "an IPv4 address such as 10.65.5.9" : undefined;

/**
 * Names of other networks in a VPC: an outbound endpoint of Route 53 Resolver, and a rule for each zone that sends questions for
 * its names to the resolvers that answer them, by UDP and TCP 53 and to nobody else. Other names stay with the VPC's own
 * resolver. Needs a way to those resolvers: a route from the subnets, and their leave. The endpoint is charged by the hour for
 * each of its addresses (Route 53 pricing).
 *
 * Children: `group`, `endpoint`; `rule` and `association` a zone.
 *
 * @throws {InputError} for zones and addresses that are none or are there twice, and for too few or too many of them.
 * @example
 * new ForwardedNames("names", { naming, tags, vpcId: vpc.vpcId, subnetIds: vpc.subnetIds.endpoints,
 *   zones: { dxb: { zone: names.zone, resolvers: [names.listenerAddress] } } });
 */
export class ForwardedNames extends AwsComponent<ForwardedNamesChildren> {
  readonly endpointId: pulumi.Output<string>;
  /** Ids of the rules, by their role words. */
  readonly ruleIds: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ForwardedNamesArgs, opts?: pulumi.ComponentResourceOptions) {
    const zones = checked(name, args);
    super("aws-platform", "ForwardedNames", name, args, opts);
    const { vpcId, subnetIds } = args;
    const resolvers = pulumi
      .all(zones.flatMap(([, { resolvers: some }]) => some))
      .apply((all) => [...new Set(all)].map((address) => `${address}/32`));
    const group = this.child("group", SecurityGroup, {
      vpcId,
      namePrefix: this.physical("aws-security-group", name),
      description: "Questions for names of other networks, to the resolvers that answer them",
      ingress: [],
      egress: (["udp", "tcp"] as const).map((protocol) => ({
        description: "Questions to resolvers of other networks",
        protocol,
        fromPort: DNS_PORT,
        toPort: DNS_PORT,
        cidrBlocks: resolvers,
      })),
      tags: { Name: this.physical("aws-name-tag", name) },
    });
    const endpoint = this.child("endpoint", ResolverEndpoint, {
      name: this.physical("aws-resolver", name),
      direction: "OUTBOUND",
      resolverEndpointType: "IPV4",
      protocols: ["Do53"],
      ipAddresses: subnetIds.map((subnetId) => ({ subnetId })),
      securityGroupIds: [group.id],
    });
    this.ruleIds = Object.fromEntries(
      zones.map(([role, forwarded]) => [role, this.forward(role, forwarded, endpoint, vpcId)]),
    );
    this.endpointId = endpoint.id;
    this.registerOutputs({ endpointId: this.endpointId, ruleIds: this.ruleIds });
  }

  private forward(
    role: string,
    { zone, resolvers }: ForwardedZone,
    endpoint: ResolverEndpoint,
    vpcId: pulumi.Input<string>,
  ): pulumi.Output<string> {
    const rule = this.child(
      "rule",
      ResolverRule,
      {
        name: this.physical("aws-resolver", role),
        domainName: zone,
        ruleType: "FORWARD",
        resolverEndpointId: endpoint.id,
        targetIps: resolvers.map((ip) => ({ ip, port: DNS_PORT })),
      },
      { role },
    );
    const resolverRuleId = rule.id;
    this.child(
      "association",
      ResolverRuleAssociation,
      { name: this.physical("aws-resolver", role), resolverRuleId, vpcId },
      { role },
    );
    return resolverRuleId;
  }
}

function checked(
  name: string,
  { subnetIds, zones }: ForwardedNamesArgs,
): readonly (readonly [role: string, zone: ForwardedZone])[] {
  const check = new Check(`ForwardedNames "${name}"`);
  const { min, max } = ENDPOINT_ADDRESSES;
  if (subnetIds.length < min || subnetIds.length > max)
    check.fault("subnetIds", `${subnetIds.length} subnets`, `${min} to ${max}, each in a zone of its own`);
  const entries = Object.entries(zones);
  if (entries.length === 0) check.fault("zones", zones, "one zone at least");
  const roles = entries.map(([role, { zone, resolvers }], i) => {
    check.plain(
      `zones.${role}.zone`,
      zone,
      matching(DNS_NAME, "a domain name in small letters, dxb.dev.internal.example.com"),
    );
    if (entries.findIndex(([, other]) => other.zone === zone) < i)
      check.fault(`zones.${role}.zone`, zone, "a zone that has no rule yet");
    const count = resolvers.length;
    if (count < 1 || count > RULE_ADDRESSES || new Set<unknown>(resolvers).size < count)
      check.fault(`zones.${role}.resolvers`, `${count} addresses`, `one to ${RULE_ADDRESSES}, each once`);
    const addresses = resolvers.map((one, n) => check.input(`zones.${role}.resolvers[${n}]`, one, ipv4));
    return [role, { zone, resolvers: addresses }] as const;
  });
  check.done();
  return roles;
}
