import type { Fault } from "../core";
import { apiFaults } from "./faults";
import type { Api } from "./spec";

/** API Gateway documentation, "API Gateway Internal Limits". */
const DEPLOYMENTS_MAX = 20;

/**
 * Everything wrong with the APIs of one gateway, by their role words, before any of them is made: what is wrong with each, more
 * than the service takes, and prefixes that two of them have.
 */
export function gatewayFaults(apis: Readonly<Record<string, Api>>, path = "apis"): Fault[] {
  const entries = Object.entries(apis);
  const faults = entries.flatMap(([name, api]) => apiFaults(api, `${path}.${name}`));
  if (entries.length > DEPLOYMENTS_MAX) {
    const allowed = `at most ${DEPLOYMENTS_MAX} on a gateway; more go onto another one`;
    faults.push({ path, given: `${entries.length} APIs`, allowed });
  }
  entries.forEach(([name, { pathPrefix }], i) => {
    const first = entries.slice(0, i).find(([, other]) => other.pathPrefix === pathPrefix);
    if (first === undefined) return;
    const allowed = `a prefix of its own; ${first[0]} has it`;
    faults.push({ path: `${path}.${name}.pathPrefix`, given: pathPrefix, allowed });
  });
  return faults;
}
