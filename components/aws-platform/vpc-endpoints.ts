import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint";
import type * as pulumi from "@pulumi/pulumi";
import { Check, oneOf, parseCidr } from "../core";
import type { VpcEndpointsArgs, VpcEndpointsChildren } from "./args";
import { checkAccount } from "./checks";
import { AwsComponent } from "./component";
import {
  INTERFACE_ENDPOINTS,
  dynamodbEndpointPolicy,
  interfaceEndpointPolicy,
  s3EndpointPolicy,
  serviceName,
  type EndpointService,
} from "./plan/endpoints";

/**
 * The ways from a VPC to AWS services that never leave AWS: gateway endpoints of S3 and DynamoDB, and interface endpoints
 * of what nodes and functions call, behind one security group that admits HTTPS from the VPC. Their policies let through
 * identities and resources of this account only. Each interface endpoint is charged by the hour in every zone.
 *
 * @throws {InputError} for a malformed account or range, or a service that is unknown or named twice.
 * @example
 * const endpoints = new VpcEndpoints("endpoints", {
 *   naming, tags, account, vpcId: vpc.vpcId, vpcCidr: plan.vpc,
 *   subnetIds: vpc.subnetIds.endpoints, routeTableIds: vpc.awsServiceTableIds,
 * });
 */
export class VpcEndpoints extends AwsComponent<VpcEndpointsChildren> {
  /** Group of the interface endpoints. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: VpcEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("aws-platform", "VpcEndpoints", name, args, opts);

    this.createGateway("s3", s3EndpointPolicy(args.account, args.readableBuckets ?? []), args);
    this.createGateway("dynamodb", dynamodbEndpointPolicy(args.account), args);
    const group = this.createGroup(args);
    for (const service of args.services ?? INTERFACE_ENDPOINTS) this.createInterface(service, group, args);

    this.securityGroupId = group.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }

  private createGateway(service: "s3" | "dynamodb", policy: string, args: VpcEndpointsArgs): void {
    this.child(
      "gateway",
      VpcEndpoint,
      {
        vpcId: args.vpcId,
        vpcEndpointType: "Gateway",
        serviceName: serviceName(args.account.region, service),
        routeTableIds: [...args.routeTableIds],
        policy,
        tags: { Name: this.physical("aws-name-tag", service) },
      },
      { role: service },
    );
  }

  /** Rules within the group itself: one that is added by hand is drift, and removed. */
  private createGroup({ vpcId, vpcCidr }: VpcEndpointsArgs): SecurityGroup {
    return this.child("group", SecurityGroup, {
      vpcId,
      namePrefix: this.physical("aws-security-group", "endpoints"),
      description: "Interface endpoints: HTTPS from the VPC",
      ingress: [
        {
          description: "HTTPS from the VPC",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: [vpcCidr],
        },
      ],
      egress: [],
      tags: { Name: this.physical("aws-name-tag", "endpoints") },
    });
  }

  private createInterface(service: EndpointService, group: SecurityGroup, args: VpcEndpointsArgs): void {
    const role = service.replaceAll(".", "-");
    const policy = interfaceEndpointPolicy(service, args.account);
    this.child(
      "interface",
      VpcEndpoint,
      {
        vpcId: args.vpcId,
        vpcEndpointType: "Interface",
        serviceName: serviceName(args.account.region, service),
        privateDnsEnabled: true,
        subnetIds: [...args.subnetIds],
        securityGroupIds: [group.id],
        ...(policy === undefined ? {} : { policy }),
        tags: { Name: this.physical("aws-name-tag", role) },
      },
      { role },
    );
  }
}

function check(name: string, args: VpcEndpointsArgs): void {
  const inputs = new Check(`VpcEndpoints "${name}"`);
  checkAccount(inputs, args.account);
  inputs.plain("vpcCidr", args.vpcCidr, (text) =>
    parseCidr(text) ? undefined : "an IPv4 block with its host bits zero, such as 10.64.0.0/16",
  );
  if (args.subnetIds.length === 0) inputs.fault("subnetIds", [], "at least one subnet");
  const services = args.services ?? [];
  services.forEach((service, index) =>
    inputs.plain(`services[${index}]`, service, oneOf(...INTERFACE_ENDPOINTS)),
  );
  if (new Set(services).size !== services.length) inputs.fault("services", services, "each service once");
  inputs.done();
}
