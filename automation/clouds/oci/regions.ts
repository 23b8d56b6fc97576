/**
 * Regions of the commercial realm with their keys and availability domains
 * (https://docs.oracle.com/en-us/iaas/Content/General/Concepts/regions.htm).
 */
interface Region {
  readonly key: string;
  readonly domains: number;
  /** How OCIDs name the region, where it is not by its identifier. */
  readonly short?: string;
}

const regions: Readonly<Record<string, Region>> = {
  "af-johannesburg-1": { key: "JNB", domains: 1 },
  "ap-hyderabad-1": { key: "HYD", domains: 1 },
  "ap-mumbai-1": { key: "BOM", domains: 1 },
  "ap-osaka-1": { key: "KIX", domains: 1 },
  "ap-seoul-1": { key: "ICN", domains: 1 },
  "ap-singapore-1": { key: "SIN", domains: 1 },
  "ap-sydney-1": { key: "SYD", domains: 1 },
  "ap-tokyo-1": { key: "NRT", domains: 1 },
  "ca-toronto-1": { key: "YYZ", domains: 1 },
  "eu-amsterdam-1": { key: "AMS", domains: 1 },
  "eu-frankfurt-1": { key: "FRA", domains: 3 },
  "eu-zurich-1": { key: "ZRH", domains: 1 },
  "il-jerusalem-1": { key: "MTZ", domains: 1 },
  "me-abudhabi-1": { key: "AUH", domains: 1 },
  "me-dubai-1": { key: "DXB", domains: 1 },
  "me-jeddah-1": { key: "JED", domains: 1 },
  "me-riyadh-1": { key: "RUH", domains: 1 },
  "sa-saopaulo-1": { key: "GRU", domains: 1 },
  "uk-london-1": { key: "LHR", domains: 3 },
  "us-ashburn-1": { key: "IAD", domains: 3, short: "iad" },
  "us-phoenix-1": { key: "PHX", domains: 3, short: "phx" },
  "us-sanjose-1": { key: "SJC", domains: 1 },
};

export const regionNames: readonly string[] = Object.keys(regions);

export const isRegion = (name: string): boolean => regions[name] !== undefined;

/** `DXB` for me-dubai-1. */
export const regionKey = (name: string): string => regions[name]?.key ?? "";

/** What stands for the region in OCIDs. */
export const ocidRegion = (name: string): string => regions[name]?.short ?? name;

/** Names of the availability domains, with the prefix that is each tenancy's own. */
export function availabilityDomains(region: string, prefix: string): string[] {
  return Array.from(
    { length: regions[region]?.domains ?? 0 },
    (_, i) => `${prefix}:${region.toUpperCase()}-AD-${String(i + 1)}`,
  );
}

/** Every availability domain has three (the same page, "Fault Domains"). */
export const faultDomains: readonly string[] = ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"];
