import type { OciNetworkOutputs } from "./contracts/networks";
import type { Gate } from "./define/stack";

/** Domains that a cluster's nodes are spread over, so that losing one leaves a majority of three. */
const SPREAD = 3;

/**
 * Clusters start on a network only when its region has enough to spread over: availability domains where it has several,
 * else fault domains.
 */
export const spreadsOverThree: Gate<OciNetworkOutputs> = ({ availabilityDomains, faultDomains }) => {
  const [kind, names] =
    availabilityDomains.length > 1
      ? (["availability", availabilityDomains] as const)
      : (["fault", faultDomains] as const);
  return [
    {
      check: `the region has ${SPREAD} ${kind} domains to spread nodes over`,
      passed: names.length >= SPREAD,
      evidence: `it has ${names.length}: ${names.join(", ")}`,
    },
  ];
};
