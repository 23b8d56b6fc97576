import type { Context, Kind, Use } from "../kind";
import * as v from "../values";
import { arn, ec2, ec2Id, region, target } from "./common";
import { groupTarget, oneNetwork } from "./ec2-security";
import { subnetTarget, vpcTarget } from "./ec2-network";
import { role, uses } from "./access/ask";
import { assumption, policyInput } from "./iam-rules";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** Services that have gateway endpoints (AWS PrivateLink guide, "Gateway endpoints"). */
const gatewayServices = ["s3", "dynamodb"];

const serviceOf = (c: Context): string => (c.text("serviceName") ?? "").split(".").slice(3).join(".");

function gatewayRules(c: Context): void {
  if (!gatewayServices.includes(serviceOf(c)))
    c.refuse(
      "InvalidParameter",
      `Service ${c.text("serviceName") ?? ""} has no gateway endpoint; set vpcEndpointType to "Interface"`,
    );
  const tables = c.texts("routeTableIds");
  const rival = c
    .others(ENDPOINT)
    .find(
      (e) =>
        e.inputs["serviceName"] === c.text("serviceName") &&
        v.texts(e.inputs, "routeTableIds").some((id) => tables.includes(id)),
    );
  // The words are those of https://github.com/eksctl-io/eksctl/issues/4377 (read 2026-11-26).
  if (rival)
    c.refuse(
      "RouteAlreadyExists",
      `route table ${v.texts(rival.inputs, "routeTableIds").find((id) => tables.includes(id)) ?? ""} already has a route ` +
        `with destination-prefix-list-id ${prefixList(region(c), serviceOf(c))} (${rival.id})`,
    );
}

function interfaceRules(c: Context): void {
  const zones = c
    .texts("subnetIds")
    .map((id) => v.text(c.find(id, "aws:ec2/subnet:Subnet")?.outputs, "availabilityZone"));
  if (new Set(zones).size < zones.length)
    c.refuse("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone");
  const network = oneNetwork(c, c.texts("subnetIds"), c.texts("securityGroupIds"));
  if (network !== undefined && network !== c.text("vpcId"))
    c.refuse(
      "InvalidParameter",
      `The subnets and security groups are in ${network}, not in ${c.text("vpcId") ?? ""}`,
    );
  if (c.flag("privateDnsEnabled") !== true) return;
  const vpc = c.find(c.text("vpcId"), ...vpcTarget.types);
  if (
    v.flag(vpc?.outputs, "enableDnsHostnames") !== true ||
    v.flag(vpc?.outputs, "enableDnsSupport") !== true
  )
    c.refuse(
      "InvalidParameter",
      "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for " +
        (c.text("vpcId") ?? ""),
    );
  const rival = c
    .others(ENDPOINT)
    .find(
      (e) =>
        e.inputs["vpcId"] === c.text("vpcId") &&
        e.inputs["serviceName"] === c.text("serviceName") &&
        v.flag(e.inputs, "privateDnsEnabled") === true,
    );
  if (rival)
    c.refuse(
      "InvalidParameter",
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain (${rival.id})`,
    );
}

const endpoint: Kind = {
  type: ENDPOINT,
  simulates:
    "gateway endpoints for s3 and dynamodb only, one of a service in a route table; interface endpoints with one subnet a zone, groups of the same VPC, " +
    "and private DNS only where the VPC has DNS names",
  references: {
    vpcId: vpcTarget,
    subnetIds: subnetTarget,
    securityGroupIds: groupTarget,
    routeTableIds: ec2("rtb", "ec2/routeTable:RouteTable", "ec2/vpc:Vpc"),
  },
  holds: ["vpcId", "subnetIds", "securityGroupIds", "routeTableIds"],
  check: (inputs, report) => {
    policyInput("policy", "resource")(inputs, report);
    const type = v.text(inputs, "vpcEndpointType") ?? "Gateway";
    if (type === "Gateway" && (inputs["subnetIds"] !== undefined || inputs["securityGroupIds"] !== undefined))
      report("vpcEndpointType", 'a "Gateway" endpoint has route tables, no subnets or security groups');
    if (type === "Interface" && inputs["routeTableIds"] !== undefined)
      report("vpcEndpointType", 'an "Interface" endpoint has subnets, no route tables');
  },
  id: ec2Id("vpce"),
  rules: (c) => {
    const service = c.text("serviceName") ?? "";
    if (service.startsWith("com.amazonaws.") && !service.startsWith(`com.amazonaws.${region(c)}.`))
      c.refuse("InvalidServiceName", `The Vpc Endpoint Service '${service}' does not exist`);
    const type = c.text("vpcEndpointType") ?? "Gateway";
    if (type === "Gateway") gatewayRules(c);
    if (type === "Interface") interfaceRules(c);
  },
  outputs: (c, id) => {
    const isInterface = c.text("vpcEndpointType") === "Interface";
    const host = `${id}-${c.derive.hex("host", 8)}.${serviceOf(c)}.${region(c)}.vpce.amazonaws.com`;
    return {
      arn: arn(c, "ec2", `vpc-endpoint/${id}`),
      state: "available",
      vpcEndpointType: c.text("vpcEndpointType") ?? "Gateway",
      prefixListId: isInterface ? "" : prefixList(region(c), serviceOf(c)),
      dnsEntries: isInterface
        ? [{ dnsName: host, hostedZoneId: `Z${c.derive.hex("zone", 12).toUpperCase()}` }]
        : [],
      networkInterfaceIds: c.texts("subnetIds").map((s) => `eni-0${c.derive.hex(`interface in ${s}`, 16)}`),
    };
  },
};

/** Ids of the prefix lists that AWS keeps, made up but the same everywhere. */
export function prefixList(regionName: string, service: string): string {
  let sum = 0x63a5400a;
  for (const ch of `${regionName} ${service}`) sum = (Math.imul(sum, 31) + ch.charCodeAt(0)) >>> 0;
  return `pl-${sum.toString(16).padStart(8, "0")}`;
}

const watched = [
  "vpcId",
  "subnetId",
  "eniId",
  "transitGatewayId",
  "transitGatewayAttachmentId",
  "regionalNatGatewayId",
];

/** What the service does with its role (VPC user guide, "IAM role for publishing flow logs to CloudWatch Logs"). */
function flowLogUses(c: Context): Use[] {
  const writer = c.text("iamRoleArn");
  const group = c.text("logDestination");
  if (writer === undefined || group === undefined) return [];
  const outcome = "the flow log stays in the state Access error and records nothing";
  const own = arn(c, "ec2", `vpc-flow-log/${c.old?.id ?? ""}`);
  return [
    assumption(c, writer, "vpc-flow-logs.amazonaws.com", own, outcome),
    ...uses(
      c,
      role(writer),
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      `${group.replace(/:\*$/, "")}:log-stream:flow`,
      {},
      outcome,
    ),
  ];
}

const flowLog: Kind = {
  type: "aws:ec2/flowLog:FlowLog",
  simulates:
    "one thing watched, a destination that exists, a role where it writes to CloudWatch Logs, which the service can assume and which may write there",
  uses: flowLogUses,
  references: {
    vpcId: vpcTarget,
    subnetId: subnetTarget,
    logDestination: target(
      "InvalidParameter",
      (id) => `LogDestination: ${id} does not exist`,
      "cloudwatch/logGroup:LogGroup",
      "s3/bucket:Bucket",
      "kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    ),
    iamRoleArn: target("InvalidParameter", (id) => `role ${id} does not exist`, "iam/role:Role"),
  },
  replaces: {
    ...Object.fromEntries(watched.map((w) => [w, true])),
    logDestination: true,
    logDestinationType: true,
    iamRoleArn: true,
    trafficType: true,
    tags: false,
  },
  check: (inputs, report) => {
    if (watched.filter((w) => inputs[w] !== undefined).length !== 1)
      report("", `a flow log needs exactly one of ${watched.join(", ")}`);
    const toLogs = (v.text(inputs, "logDestinationType") ?? "cloud-watch-logs") === "cloud-watch-logs";
    if (toLogs && inputs["iamRoleArn"] === undefined)
      report("iamRoleArn", "a flow log to CloudWatch Logs needs the role that it writes with");
    const interval = v.numeric(inputs, "maxAggregationInterval");
    if (interval !== undefined && interval !== 60 && interval !== 600)
      report("maxAggregationInterval", "must be 60 or 600 seconds");
  },
  id: ec2Id("fl"),
  claims: (c) => [
    `aws flow log ${watched.map((w) => c.text(w) ?? "").join("")} ${c.text("logDestination") ?? ""}`,
  ],
  taken: () => ["FlowLogAlreadyExists", "There is an existing Flow Log with the same configuration"],
  outputs: (c, id) => ({ arn: arn(c, "ec2", `vpc-flow-log/${id}`) }),
};

export const endpoints: readonly Kind[] = [endpoint, flowLog];
