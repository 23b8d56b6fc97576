/**
 * What OKE makes of a Service of type LoadBalancer, as far as who reaches it: oracle/oci-cloud-controller-manager,
 * pkg/cloudprovider/providers/oci/load_balancer_spec.go and load_balancer.go, read 2026-11-25.
 */
import { addressIn } from "../cidr";
import type { Context } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";

const SUBNET = "oci:Core/subnet:Subnet";
const GROUP = "oci:Core/networkSecurityGroup:NetworkSecurityGroup";

const LB = {
  internal: "service.beta.kubernetes.io/oci-load-balancer-internal",
  subnet: "service.beta.kubernetes.io/oci-load-balancer-subnet1",
  groups: "oci.oraclecloud.com/oci-network-security-groups",
} as const;
const NLB = {
  internal: "oci-network-load-balancer.oraclecloud.com/internal",
  subnet: "oci-network-load-balancer.oraclecloud.com/subnet",
  groups: "oci-network-load-balancer.oraclecloud.com/oci-network-security-groups",
} as const;

/** Texts that Go's strconv.ParseBool takes. */
const BOOLEANS: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...["1", "t", "T", "true", "TRUE", "True"].map((text) => [text, true]),
  ...["0", "f", "F", "false", "FALSE", "False"].map((text) => [text, false]),
]) as Record<string, boolean>;

/** The address of a Service's balancer: public where it does not say otherwise, and for ever what it was at first. */
export function balancerAddress(c: Context, cluster: Entity): string {
  const had = v
    .objects(c.old?.outputs ?? {}, "status.loadBalancer.ingress")
    .flatMap((entry) => v.text(entry, "ip") ?? [])[0];
  if (had !== undefined) return had;
  const annotations = v.textMap(c.inputs, "metadata.annotations");
  const keys = annotations["oci.oraclecloud.com/load-balancer-type"] === "nlb" ? NLB : LB;
  const said = annotations[keys.internal] ?? "false";
  const internal = BOOLEANS[said];
  if (internal === undefined)
    c.refuse("SyncLoadBalancerFailed", `invalid value: ${said} provided for annotation: ${keys.internal}`);
  const found = (type: string, id: string) => c.world.resolve(id).find((entity) => entity.type === type);
  const subnetId = annotations[keys.subnet] ?? v.texts(cluster.inputs, "options.serviceLbSubnetIds")[0];
  const subnet = subnetId === undefined ? undefined : found(SUBNET, subnetId);
  if (subnet === undefined)
    c.refuse("SyncLoadBalancerFailed", `404-NotAuthorizedOrNotFound, subnet ${subnetId ?? "(none)"}`);
  for (const id of (annotations[keys.groups] ?? "").split(",").filter((text) => text !== ""))
    if (found(GROUP, id.trim()) === undefined)
      c.refuse("SyncLoadBalancerFailed", `404-NotAuthorizedOrNotFound, network security group ${id}`);
  if (internal)
    return addressIn(v.text(subnet.outputs, "cidrBlock") ?? "10.0.0.0/24", 2 + c.derive.below("balancer", 8));
  if (v.flag(subnet.outputs, "prohibitPublicIpOnVnic") === true)
    c.refuse(
      "SyncLoadBalancerFailed",
      `400-InvalidParameter, a public load balancer needs a public subnet, and ${subnet.id} is private`,
    );
  return `203.0.113.${String(1 + c.derive.below("public balancer", 254))}`;
}
