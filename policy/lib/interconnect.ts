import type { StackResource } from "../rule";

/** Ways from one cloud into the other or into a site, by the type that makes each. */
const PATHS: Readonly<Record<string, "vpn" | "dedicated">> = {
  "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface": "dedicated",
  "aws:directconnect/transitVirtualInterface:TransitVirtualInterface": "dedicated",
  "aws:ec2/vpnConnection:VpnConnection": "vpn",
  "oci:Core/ipsec:Ipsec": "vpn",
  "oci:Core/virtualCircuit:VirtualCircuit": "dedicated",
};

/** The paths that a stack makes, each counted at one end: at AWS where it has any there. */
export function pathsBetweenClouds(
  resources: readonly StackResource[],
): { readonly resource: StackResource; readonly kind: "vpn" | "dedicated" }[] {
  const paths = resources.flatMap((resource) => {
    const kind = PATHS[resource.type];
    return kind === undefined ? [] : [{ resource, kind }];
  });
  const atAws = paths.filter(({ resource }) => resource.type.startsWith("aws:"));
  return atAws.length > 0 ? atAws : paths;
}
