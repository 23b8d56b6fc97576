import { Derive } from "../derive";
import type { Context, Kind, Site, Target } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { ocidRegion } from "./regions";

export const notFound = (what: string): readonly [code: string, message: string] => [
  "404-NotAuthorizedOrNotFound",
  `Authorization failed or requested resource not found: ${what}`,
];

export const target = (...types: string[]): Target => ({
  types: types.map((t) => `oci:${t}`),
  missing: notFound,
});

export const COMPARTMENT = "oci:Identity/compartment:Compartment";

/** An OCID: `ocid1.vcn.oc1.me-dubai-1.` and 60 characters; without a region for what is the tenancy's. */
export function ocidOf(c: Context, resource: string, everywhere: boolean, purpose = "id"): string {
  const region = everywhere ? "" : ocidRegion(c.site.region);
  return `ocid1.${resource}.oc1.${region}.aaaaaaaa${c.derive.base32(purpose, 52)}`;
}

/** A kind whose id is an OCID with this word in it. */
interface OciKind extends Omit<Kind, "id"> {
  readonly ocid: string;
  readonly id?: Kind["id"];
  /** Whether it says which compartment it is in. @default true */
  readonly inCompartment?: false;
}

/** Words in OCIDs of which every resource is simulated, so that one that names nothing is a mistake. */
export const simulatedOcids = new Set<string>();

/** A resource with an OCID, in a compartment that exists and stays while it does. */
export function oci(kind: OciKind): Kind {
  const { ocid, inCompartment, ...rest } = kind;
  simulatedOcids.add(ocid);
  return {
    id: (c) => ocidOf(c, ocid, kind.global === true),
    ...rest,
    holds: [...(inCompartment === false ? [] : ["compartmentId"]), ...(kind.holds ?? [])],
  };
}

export const conflict = (message: string): readonly [code: string, message: string] => [
  "409-Conflict",
  message,
];

export const inUse = (entity: Entity, holders: readonly Entity[]): readonly [code: string, message: string] =>
  conflict(
    `The ${entity.type.slice(entity.type.lastIndexOf(":") + 1)} ${entity.id} is associated with ` +
      `${holders.map((h) => h.id).join(", ")} and cannot be deleted`,
  );

/** The tenancy's Object Storage namespace. */
export const namespaceOf = (site: Site): string =>
  new Derive(site.account, "namespace").base32("namespace", 12);

/** The tenancy's own letters in the names of availability domains. */
export const domainPrefix = (site: Site): string => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return new Derive(site.account, "availability domains").text("prefix", 4, letters);
};

/** Service CIDR labels of a region (core getServices). */
export const serviceLabels = (key: string): readonly { name: string; label: string }[] => [
  {
    name: `OCI ${key} Object Storage`,
    label: `oci-${key.toLowerCase()}-objectstorage`,
  },
  {
    name: `All ${key} Services In Oracle Services Network`,
    label: `all-${key.toLowerCase()}-services-in-oracle-services-network`,
  },
];

export const serviceId = (c: Context, label: string): string =>
  `ocid1.service.oc1.${ocidRegion(c.site.region)}.aaaaaaaa${new Derive(c.site.account, label).base32("id", 52)}`;

/** The DNS resolver that comes with a VCN. */
export const resolverOf = (vcnId: string): string => vcnId.replace(/^ocid1\.vcn\./, "ocid1.dnsresolver.");

/** The VCN that something is in: by its own input, or because it came with the VCN. */
export function vcnOf(entity: Entity | undefined): string | undefined {
  if (!entity) return undefined;
  return entity.type === "oci:Core/vcn:Vcn" ? entity.id : v.text(entity.outputs, "vcnId");
}

/** Refuses network security groups that are not in the VCN. */
export function refuseForeignGroups(c: Context, groups: readonly string[], vcn: string | undefined): void {
  for (const id of groups) {
    const own = vcnOf(c.find(id, "oci:Core/networkSecurityGroup:NetworkSecurityGroup"));
    if (own !== vcn)
      c.refuse(
        "400-InvalidParameter",
        `The network security group ${id} is not in the VCN ${vcn ?? ""} of the subnet`,
      );
  }
}

export const isPrivate = (subnet: Entity | undefined): boolean =>
  v.flag(subnet?.outputs, "prohibitPublicIpOnVnic") === true ||
  v.flag(subnet?.outputs, "prohibitInternetIngress") === true;
