import type * as pulumi from "@pulumi/pulumi";
import { PrivateZone, VirtualNetwork, failureDomains, type RemotePeer } from "../components/oci-platform";
import type { foundationContract } from "./contracts/foundation";
import { NSG_ROLES, OCI_SITE_SUBNETS, type OciNetworkOutputs } from "./contracts/networks";
import type { ContractInputs } from "./define/contract";
import type { NeedsOutputs, StackContext } from "./define/stack";
import type { Environment } from "./environments";
import { ociProvider } from "./providers";
import { networkDesign, type OciPlace } from "./oci-network-design";
import { internalDomain, siteContext } from "./site";

/** Which of the two OCI sites is built. */
export interface OciNetworkSite extends OciPlace {
  readonly region: "primary" | "standby";
  /** The connection to peer with: given on one side only. */
  readonly peer?: RemotePeer;
}

/** The network of an OCI site: the two stacks differ in place and in who opens the peering. */
export function ociNetwork(
  context: StackContext<Environment>,
  foundation: NeedsOutputs<{ foundation: typeof foundationContract }>["foundation"],
  { region, plan, other, peer }: OciNetworkSite,
): ContractInputs<OciNetworkOutputs> {
  const site = siteContext(context);
  const { env, account } = site;
  const provider = ociProvider(site, region);
  const compartmentId = foundation.compartmentIds.network;
  const network = new VirtualNetwork(
    "network",
    {
      naming: site.naming(region),
      tags: site.tags({ Service: "network", DataClass: "internal" }),
      compartmentId,
      ...networkDesign(env, { plan, other }),
      remotePeering: peer === undefined ? {} : { peer },
    },
    { provider },
  );
  const zone = internalDomain(site, region);
  const names = new PrivateZone(
    "names",
    {
      naming: site.naming(region),
      tags: site.tags({ Service: "network", DataClass: "internal" }),
      compartmentId,
      vcnId: network.vcnId,
      zone,
      listener: {
        subnetId: network.subnetId("private-endpoints"),
        nsgIds: [network.groupId("private-endpoints")],
      },
      protect: env.protection.data,
    },
    { provider },
  );
  const { availabilityDomains, faultDomains } = failureDomains(account.ociTenancyId, { provider });
  const ids = <K extends string>(roles: readonly K[], idOf: (role: K) => pulumi.Output<string>) =>
    Object.fromEntries(roles.map((role) => [role, idOf(role)])) as Record<K, pulumi.Output<string>>;
  return {
    vcnId: network.vcnId,
    vcnCidr: network.vcnCidr,
    domainName: network.domainName,
    subnetIds: ids(OCI_SITE_SUBNETS, (role) => network.subnetId(role)),
    routeTableIds: ids(OCI_SITE_SUBNETS, (role) => network.routeTableId(role)),
    nsgIds: ids(NSG_ROLES, (role) => network.groupId(role)),
    publicEntry: env.publicIngress
      ? { subnetId: network.subnetId("load-balancer-public"), nsgId: network.groupId("load-balancer-public") }
      : null,
    bastionId: network.bastionId ?? missing("bastion"),
    drgId: network.drgId,
    remotePeeringId: network.remotePeeringId ?? missing("remote peering connection"),
    logGroupId: network.logGroupId,
    names: {
      zone,
      zoneId: names.zoneId,
      viewId: names.viewId,
      listenerAddress: names.listenerAddress ?? missing("listening endpoint"),
    },
    availabilityDomains,
    faultDomains,
  };
}

function missing(what: string): never {
  throw new Error(`the network was built without a ${what}`);
}
