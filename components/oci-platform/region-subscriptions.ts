import { getRegionSubscriptionsOutput } from "@pulumi/oci/identity/getRegionSubscriptions";
import type * as pulumi from "@pulumi/pulumi";
import { InputError, type Fault } from "../core";

/** A region of a tenancy, as IAM lists it. */
export interface Subscription {
  readonly regionName: string;
  readonly isHomeRegion: boolean;
  /** `READY`, or `IN_PROGRESS` for some minutes after it was subscribed to. */
  readonly state: string;
}

/** Which regions a platform takes. */
export interface TakenRegions {
  /** The tenancy's home region, in which IAM is written: `me-dubai-1`. */
  readonly home: string;
  readonly regions: readonly string[];
}

/** What keeps a platform from being made in its regions. */
export function regionFaults(
  subscriptions: readonly Subscription[],
  { home, regions }: TakenRegions,
): Fault[] {
  const faults: Fault[] = [];
  const own = subscriptions.find(({ isHomeRegion }) => isHomeRegion)?.regionName;
  if (own !== undefined && own !== home)
    faults.push({ path: "home", given: home, allowed: `the tenancy's home region, ${own}` });
  const ready = subscriptions.filter(({ state }) => state === "READY").map(({ regionName }) => regionName);
  for (const region of new Set(regions)) {
    if (ready.includes(region)) continue;
    const allowed =
      `a region that the tenancy is subscribed to: ${ready.join(", ")}. An administrator subscribes to another one in the ` +
      "console (Governance & Administration > Region Management), which takes some minutes and can not be taken back";
    faults.push({ path: "regions", given: region, allowed });
  }
  return faults;
}

/**
 * A tenancy of which it is known that it has the regions that are taken; asked of IAM in every preview, so that a region
 * that it lacks is named before anything is made, where each of its services would say that nobody is logged in.
 *
 * @param tenancyId OCID.
 * @param opts a provider of the home region.
 * @returns the OCID again, for what comes first.
 * @throws {InputError} with every region that is missing.
 */
export function tenancyWith(
  tenancyId: string,
  taken: TakenRegions,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  return getRegionSubscriptionsOutput({ tenancyId }, opts).regionSubscriptions.apply((subscriptions) => {
    const faults = regionFaults(subscriptions, taken);
    if (faults.length > 0) throw new InputError("OCI tenancy", faults);
    return tenancyId;
  });
}
