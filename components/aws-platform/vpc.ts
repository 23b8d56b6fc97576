import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup";
import { Eip } from "@pulumi/aws/ec2/eip";
import { FlowLog } from "@pulumi/aws/ec2/flowLog";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway";
import { NatGateway } from "@pulumi/aws/ec2/natGateway";
import { Route } from "@pulumi/aws/ec2/route";
import { RouteTable } from "@pulumi/aws/ec2/routeTable";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation";
import { Subnet } from "@pulumi/aws/ec2/subnet";
import { Vpc as AwsVpc } from "@pulumi/aws/ec2/vpc";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import * as pulumi from "@pulumi/pulumi";
import { awsLogDaysTest } from "../../lib/aws-logs";
import { Check } from "../core";
import type { VpcArgs, VpcChildren } from "./args";
import { AREA_WORD, AwsComponent } from "./component";
import { flowLogGroupName } from "./plan/flow-logs";
import {
  SUBNET_ROLES,
  ZONES_WITHOUT_EKS,
  firstZones,
  ofZone,
  planVpc,
  vpcFaults,
  type PerZone,
  type RouteTablePlan,
  type SubnetPlan,
  type SubnetRole,
  type VpcPlan,
  type ZoneKey,
} from "./plan/vpc";

const ANYWHERE = "0.0.0.0/0";

/**
 * A VPC in three zones. Only public subnets have a route to the internet gateway; workers and functions leave through NAT;
 * databases, endpoints and transit have no default route at all. The default security group is emptied, and all traffic is
 * logged under a customer key. NAT gateways and their addresses are charged by the hour; the rest by use.
 *
 * @throws {InputError} for ranges that are malformed, overlap or leave the VPC, zones that are not three, or a retention
 * that CloudWatch Logs does not take.
 * @example
 * const vpc = new Vpc("network", {
 *   naming, tags, account, cidr: plan.vpc, subnets: plan.subnets, flowLogRoleArn, flowLogKeyArn: keys.arns["flow-logs"],
 * });
 */
export class Vpc extends AwsComponent<VpcChildren> {
  readonly vpcId: pulumi.Output<string>;
  /** Names of the three zones, in the order of every per-zone list. */
  readonly zones: PerZone<pulumi.Output<string>>;
  /** Subnets by role, one a zone. */
  readonly subnetIds: Readonly<Record<SubnetRole, PerZone<pulumi.Output<string>>>>;
  /** Route tables from which S3 and DynamoDB are reached: what `VpcEndpoints` takes. */
  readonly awsServiceTableIds: readonly pulumi.Output<string>[];

  readonly #args: VpcArgs;

  constructor(name: string, args: VpcArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("aws-platform", "Vpc", name, args, opts);
    this.#args = args;
    const plan = planVpc({ ...args, natGateways: args.natGateways ?? 3 });

    const vpc = this.createVpc();
    const subnets = this.createSubnets(vpc, plan.subnets);
    const tables = this.createRouteTables(vpc, plan, subnets);
    this.createFlowLog(vpc);

    this.vpcId = vpc.id;
    this.zones = perZone((zone) => subnetOf(subnets, "public", zone).availabilityZone);
    this.subnetIds = Object.fromEntries(
      (Object.keys(SUBNET_ROLES) as SubnetRole[]).map((role) => [
        role,
        perZone((zone) => subnetOf(subnets, role, zone).id),
      ]),
    ) as Record<SubnetRole, PerZone<pulumi.Output<string>>>;
    this.awsServiceTableIds = plan.tables
      .filter((table) => table.awsServices)
      .map((table) => at(tables, table.key).id);
    this.registerOutputs({
      vpcId: this.vpcId,
      zones: this.zones,
      subnetIds: this.subnetIds,
      awsServiceTableIds: this.awsServiceTableIds,
    });
  }

  private named(role: string): { Name: string } {
    return { Name: this.physical("aws-name-tag", role) };
  }

  private createVpc(): AwsVpc {
    const vpc = this.child("vpc", AwsVpc, {
      cidrBlock: this.#args.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: this.named("vpc"),
    });
    this.child("default-group", DefaultSecurityGroup, {
      vpcId: vpc.id,
      ingress: [],
      egress: [],
      tags: this.named("default-group-unused"),
    });
    return vpc;
  }

  /** Zones that are looked up may come in another order one day: a subnet that exists stays where it is. */
  private createSubnets(vpc: AwsVpc, plans: readonly SubnetPlan[]): Map<string, Subnet> {
    const { zones, publicLoadBalancers = false } = this.#args;
    const names: pulumi.Output<PerZone<string>> = zones ? pulumi.output(zones) : this.lookUpZones();
    const ignoreChanges = zones ? [] : ["availabilityZone"];
    // EKS User Guide, "Subnet requirements for clusters"; the load balancer controller finds subnets by these tags.
    const roleTags: Partial<Record<SubnetRole, Record<string, string>>> = {
      workers: { "kubernetes.io/role/internal-elb": "1" },
      ...(publicLoadBalancers ? { public: { "kubernetes.io/role/elb": "1" } } : {}),
    };
    const create = ({ key, role, zone, cidr }: SubnetPlan): Subnet =>
      this.child(
        "subnet",
        Subnet,
        {
          vpcId: vpc.id,
          cidrBlock: cidr,
          availabilityZone: names.apply((list) => ofZone(list, zone)),
          mapPublicIpOnLaunch: false,
          tags: { ...this.named(key), ...roleTags[role] },
        },
        { role: key, ignoreChanges },
      );
    return new Map(plans.map((plan) => [plan.key, create(plan)]));
  }

  private lookUpZones(): pulumi.Output<PerZone<string>> {
    const found = getAvailabilityZonesOutput(
      {
        state: "available",
        filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
        excludeZoneIds: [...ZONES_WITHOUT_EKS],
      },
      { parent: this },
    );
    return found.names.apply(firstZones);
  }

  private createRouteTables(
    vpc: AwsVpc,
    plan: VpcPlan,
    subnets: Map<string, Subnet>,
  ): Map<string, RouteTable> {
    const gateway = this.child("internet-gateway", InternetGateway, {
      vpcId: vpc.id,
      tags: this.named("internet-gateway"),
    });
    const nats = new Map(
      plan.nats.map((zone) => [zone, this.createNat(zone, gateway, subnetOf(subnets, "public", zone))]),
    );
    const create = (table: RouteTablePlan): RouteTable => {
      const resource = this.child(
        "route-table",
        RouteTable,
        { vpcId: vpc.id, tags: this.named(table.key) },
        { role: table.key },
      );
      const target = routeTarget(table, gateway, nats);
      if (target) {
        const route = { routeTableId: resource.id, destinationCidrBlock: ANYWHERE, ...target };
        this.child("route", Route, route, { role: table.key });
      }
      return resource;
    };
    const tables = new Map(plan.tables.map((table) => [table.key, create(table)]));
    for (const { key, table } of plan.subnets) {
      const association = { subnetId: at(subnets, key).id, routeTableId: at(tables, table).id };
      this.child("association", RouteTableAssociation, association, { role: key });
    }
    return tables;
  }

  /** After the internet gateway, through which it sends (VPC User Guide, "NAT gateways"). */
  private createNat(zone: ZoneKey, gateway: InternetGateway, subnet: Subnet): NatGateway {
    const opts = { role: zone, dependsOn: [gateway] };
    const address = this.child("nat-address", Eip, { domain: "vpc", tags: this.named(`nat-${zone}`) }, opts);
    return this.child(
      "nat-gateway",
      NatGateway,
      { allocationId: address.allocationId, subnetId: subnet.id, tags: this.named(`nat-${zone}`) },
      opts,
    );
  }

  private createFlowLog(vpc: AwsVpc): void {
    const { naming, flowLogDays = 90, flowLogKeyArn, flowLogRoleArn } = this.#args;
    const group = this.child("log-group", LogGroup, {
      name: flowLogGroupName(naming, AREA_WORD),
      retentionInDays: flowLogDays,
      kmsKeyId: flowLogKeyArn,
    });
    this.child("flow-log", FlowLog, {
      vpcId: vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: flowLogRoleArn,
      tags: this.named("flow-log"),
    });
  }
}

function at<T>(map: Map<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the plan names ${key}, which was not made`);
  return value;
}

function subnetOf(subnets: Map<string, Subnet>, role: SubnetRole, zone: ZoneKey): Subnet {
  return at(subnets, `${role}-${zone}`);
}

function perZone<T>(pick: (zone: ZoneKey) => T): PerZone<T> {
  return [pick("a"), pick("b"), pick("c")];
}

function routeTarget(
  { defaultRoute }: RouteTablePlan,
  gateway: InternetGateway,
  nats: Map<ZoneKey, NatGateway>,
): { gatewayId: pulumi.Output<string> } | { natGatewayId: pulumi.Output<string> } | undefined {
  if (defaultRoute === undefined) return undefined;
  if (defaultRoute === "internet") return { gatewayId: gateway.id };
  return { natGatewayId: at(nats, defaultRoute.nat).id };
}

function check(name: string, args: VpcArgs): void {
  const inputs = new Check(`Vpc "${name}"`);
  for (const { path, given, allowed } of vpcFaults({ ...args, natGateways: args.natGateways ?? 3 })) {
    inputs.fault(path, given, allowed);
  }
  const { zones, flowLogDays } = args;
  if (zones && (zones.length !== 3 || new Set(zones).size !== 3)) {
    inputs.fault("zones", zones, "three different zones");
  }
  if (flowLogDays !== undefined) inputs.plain("flowLogDays", flowLogDays, awsLogDaysTest);
  inputs.done();
}
