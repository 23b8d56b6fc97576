import { withInput } from "../lib/mend";
import { names } from "../lib/relations";
import { forEach, ifKnown, isGivenLater } from "../lib/unknown";
import { eachText } from "../lib/walk";
import { defineRule, type Report, type Resource, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const CLUSTER = "oci:ContainerEngine/cluster:Cluster";
const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";
const VIRTUAL_POOL = "oci:ContainerEngine/virtualNodePool:VirtualNodePool";
const SUBNET = "oci:Core/subnet:Subnet";

/** Words in a subnet's name that say it is for nodes, pods or the Kubernetes API. */
const CLUSTER_ROLE =
  /(^|[-_ ])(workers?|nodes?|pods?|api-endpoint|(oke|k8s|kubernetes)[-_ ]?(api|endpoint))([-_ ]|$)/i;

/** OKE clusters keep their API and their nodes off the internet. */
export const noPublicOke = defineRule({
  id: "no-public-oke",
  description:
    "An OKE cluster has a private API endpoint with a network security group, and nodes in private subnets.",
  severity: "critical",
  needs: [],
  serves: ["OK-30", "OP-15"],
  absorbs: ["oke-worker-private"],
  remediationSteps:
    "Set endpointConfig with isPublicIpEnabled false, a private subnetId and nsgIds; put nodes and pods in subnets with prohibitPublicIpOnVnic true.",

  check(resource, _place, report) {
    checkCluster(resource, report);
    checkSubnet(resource, report);
  },

  checkStack(resources, _place, report) {
    const open = ofType(resources, SUBNET).filter((subnet) => ifKnown(() => isPrivate(subnet)) === false);
    for (const subnet of open) {
      for (const user of resources) checkUser(user, subnet, report);
    }
  },

  remediates: "Takes the public address from the API endpoint of a cluster, in place; the private one stays.",
  remediate(resource) {
    const endpoint = inputsOf(resource, CLUSTER)?.endpointConfig;
    if (endpoint?.isPublicIpEnabled !== true) return undefined;
    return withInput(resource.props, ["endpointConfig", "isPublicIpEnabled"], false);
  },
});

function checkCluster(resource: Resource, report: Report): void {
  const cluster = inputsOf(resource, CLUSTER);
  if (cluster === undefined) return;
  const endpoint = cluster.endpointConfig;
  if (endpoint === undefined) {
    report({
      resource,
      path: "endpointConfig",
      problem: "the Kubernetes API then has no endpoint in the VCN",
      remedy: "Set endpointConfig with isPublicIpEnabled false, a private subnetId and nsgIds.",
    });
    return;
  }
  forEach(
    [
      () => {
        if (endpoint.isPublicIpEnabled !== true) return;
        report({
          resource,
          path: "endpointConfig.isPublicIpEnabled",
          value: true,
          problem: "the Kubernetes API can be reached from the internet",
          remedy: "Set it to false and reach the API from the runners subnet or through a bastion session.",
        });
      },
      () => {
        const subnet = () => endpoint.subnetId;
        if (isGivenLater(subnet) || subnet() !== undefined) return;
        report({
          resource,
          path: "endpointConfig.subnetId",
          problem: "the endpoint is in no known subnet",
          remedy: "Give it the private subnet of the Kubernetes API.",
        });
      },
      () => {
        const groups = endpoint.nsgIds;
        if (groups !== undefined && groups.length > 0) return;
        report({
          resource,
          path: "endpointConfig.nsgIds",
          value: groups,
          problem: "no network security group says who reaches the Kubernetes API",
          remedy: "Give it the network security group of the API endpoint.",
        });
      },
    ],
    (check) => check(),
  );
}

/** A subnet that is named for nodes, pods or the API is judged where it is made: its users are in other stacks. */
function checkSubnet(resource: Resource, report: Report): void {
  const subnet = inputsOf(resource, SUBNET);
  if (subnet === undefined || !CLUSTER_ROLE.test(subnet.displayName ?? resource.name)) return;
  if (isPrivate(resource)) return;
  report({
    resource,
    path: "prohibitPublicIpOnVnic",
    value: subnet.prohibitPublicIpOnVnic,
    problem: "nodes, pods or the Kubernetes API in this subnet may get public addresses",
    remedy: "Set it to true.",
  });
}

function isPrivate(subnet: Resource): boolean {
  const inputs = inputsOf(subnet, SUBNET);
  return inputs?.prohibitPublicIpOnVnic === true || inputs?.prohibitInternetIngress === true;
}

/** What puts nodes, pods or an endpoint into a subnet, by type: the properties that name it. */
const SUBNET_USERS: Readonly<Record<string, readonly string[]>> = {
  [CLUSTER]: ["endpointConfig"],
  [NODE_POOL]: ["nodeConfigDetails", "subnetIds"],
  [VIRTUAL_POOL]: ["placementConfigurations", "podConfiguration"],
};

function checkUser(user: StackResource, subnet: StackResource, report: Report): void {
  for (const property of SUBNET_USERS[user.type] ?? []) {
    if (!isIn(user, property, subnet)) continue;
    report({
      resource: user,
      path: property,
      value: `subnet ${subnet.name}`,
      problem: "the subnet permits public addresses (prohibitPublicIpOnVnic is not true)",
      remedy: "Set prohibitPublicIpOnVnic on that subnet, or use a private one.",
    });
  }
}

/** Whether a property names a subnet anywhere in it, or is computed from it. */
function isIn(user: StackResource, property: string, subnet: StackResource): boolean {
  let named = user.sources(property).includes(subnet);
  eachText({ in: ifKnown(() => user.props[property]) }, (text) => {
    named ||= names(text, subnet);
  });
  return named;
}
