/** What has a say in what reaches what, and is not read. */
import type { Inventory } from "./deployed";

const NOT_CONSIDERED: readonly (readonly [types: RegExp, why: string])[] = [
  [
    /^oci:NetworkFirewall\/|^aws:networkfirewall\//,
    "a firewall in the way is not considered: it may refuse what answers say passes",
  ],
  [
    /^oci:Core\/(drgRouteTable|drgRouteDistribution|drgRouteDistributionStatement|drgRouteTableRouteRule|defaultDrgRouteTable):/,
    "routes of a DRG of its own making are not considered: every attachment is taken to know of all others",
  ],
  [
    /^oci:Core\/(virtualCircuit|crossConnect|vlan|ipsecConnectionTunnelManagement|routeTableAttachment|privateIp):/,
    "what it leads to is not considered",
  ],
  [
    /^aws:ec2transitgateway\/(route|routeTable|peeringAttachment|connect|prefixListReference)[A-Za-z]*:/,
    "routes of a transit gateway are not considered: every attachment is taken to know of all others",
  ],
  [
    /^aws:(ec2\/vpn[A-Za-z]*|directconnect\/[A-Za-z]+|vpclattice\/[A-Za-z]+|networkmanager\/[A-Za-z]+|ec2clientvpn\/[A-Za-z]+):/,
    "what it leads to is not considered",
  ],
  [
    /^aws:(rds|elasticache|redshift|msk|efs|opensearch|docdb|neptune|mq|ecs|apigateway|apigatewayv2|globalaccelerator|cloudfront)\/(instance|cluster|clusterInstance|mountTarget|domain|broker|service|replicationGroup|restApi|api|vpcLink|accelerator|distribution):/,
    "it is no endpoint that answers know",
  ],
  [
    /^oci:(Database\/dbSystem|Mysql\/mysqlDbSystem|Psql\/dbSystem|FileStorage\/mountTarget|Core\/instancePool|ContainerInstances\/containerInstance|ContainerEngine\/virtualNodePool|Streaming\/streamPool|Opensearch\/opensearchCluster):/,
    "it is no endpoint that answers know",
  ],
  [/^kubernetes:helm\.sh\//, "policies and load balancers that its chart makes are not considered"],
  // Routes only narrow down what a gateway passes on.
  [
    /^kubernetes:gateway\.networking\.k8s\.io\/[^:]+:Gateway$/,
    "the load balancer and the proxies that its controller makes for it are in no state, and not considered",
  ],
  [
    /^kubernetes:(crd\.projectcalico\.org|projectcalico\.org|cilium\.io|policy\.networking\.k8s\.io|networking\.k8s\.io\/v1:Ingress)/,
    "it is not considered",
  ],
];

export function tellGaps(inventory: Inventory): void {
  for (const resource of inventory.all) {
    const [, why] = NOT_CONSIDERED.find(([types]) => types.test(resource.type)) ?? [];
    if (why !== undefined) inventory.gap(resource, why);
    if (resource.type === "kubernetes:core/v1:Service" && isBalancer(resource.outputs["spec"])) {
      inventory.gap(
        resource,
        "the load balancer that its cluster makes for it is in no state, and not considered",
      );
    }
  }
}

const isBalancer = (spec: unknown): boolean =>
  typeof spec === "object" && spec !== null && "type" in spec && spec.type === "LoadBalancer";
