import * as identity from "@pulumi/oci/identity";
import * as pulumi from "@pulumi/pulumi";

/** What a region spreads over. */
export interface FailureDomains {
  /** Availability domains by name. */
  readonly availabilityDomains: pulumi.Output<string[]>;
  /** Names of the fault domains, the same in every availability domain: `FAULT-DOMAIN-1`. */
  readonly faultDomains: pulumi.Output<string[]>;
}

/**
 * Looks up what a region spreads over: no count is written down, since Dubai and Jeddah have one availability domain each
 * and other regions three.
 *
 * @param tenancyId the tenancy's OCID: known before anything is deployed, so that the answer is known at preview too.
 * @param opts the region's provider.
 */
export function failureDomains(tenancyId: string, opts: pulumi.InvokeOptions): FailureDomains {
  const availabilityDomains = identity
    .getAvailabilityDomainsOutput({ compartmentId: tenancyId }, opts)
    .availabilityDomains.apply((domains) => domains.map(({ name }) => name).sort());
  const faultDomains = availabilityDomains
    .apply((names) =>
      pulumi.all(
        names.map(
          (availabilityDomain) =>
            identity.getFaultDomainsOutput({ availabilityDomain, compartmentId: tenancyId }, opts)
              .faultDomains,
        ),
      ),
    )
    .apply((perDomain) => [...new Set(perDomain.flat().map(({ name }) => name))].sort());
  return { availabilityDomains, faultDomains };
}
