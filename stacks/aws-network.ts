import {
  ESSENTIAL_ENDPOINTS,
  INTERFACE_ENDPOINTS,
  KeySet,
  Vpc,
  VpcEndpoints,
} from "../components/aws-platform";
import type { foundationContract } from "./contracts/foundation";
import type { awsNetworkContract } from "./contracts/networks";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { awsProvider } from "./providers";
import { siteContext } from "./site";

type Needs = { readonly foundation: typeof foundationContract };

/** The AWS site's network. Its flow logs have a key of their own: the platform's keys come after the networks. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof awsNetworkContract>> = (
  context,
  { foundation },
) => {
  const site = siteContext(context);
  const { env, account } = site;
  const here = { provider: awsProvider(site) };
  const place = {
    naming: site.naming("aws"),
    tags: site.tags({ Service: "network", DataClass: "internal" }),
    account: { id: account.awsAccountId, region: env.aws.region },
  };
  const { vpc: vpcCidr, subnets } = env.plan.aws;

  const keys = new KeySet(
    "keys",
    { ...place, keys: { "flow-logs": "logs" }, protect: env.protection.data },
    here,
  );
  const vpc = new Vpc(
    "network",
    {
      ...place,
      cidr: vpcCidr,
      subnets,
      natGateways: env.aws.natGateways,
      publicLoadBalancers: env.publicIngress,
      flowLogRoleArn: foundation.flowLogRoleArn,
      flowLogKeyArn: keys.arns["flow-logs"],
      flowLogDays: env.retention.awsLogDays,
    },
    here,
  );
  const endpoints = new VpcEndpoints(
    "endpoints",
    {
      ...place,
      vpcId: vpc.vpcId,
      vpcCidr,
      subnetIds: vpc.subnetIds.endpoints,
      routeTableIds: vpc.awsServiceTableIds,
      services: env.class === "dev" ? ESSENTIAL_ENDPOINTS : INTERFACE_ENDPOINTS,
    },
    here,
  );
  return {
    vpcId: vpc.vpcId,
    vpcCidr,
    zones: vpc.zones,
    subnetIds: vpc.subnetIds,
    endpointSecurityGroupId: endpoints.securityGroupId,
  };
};
