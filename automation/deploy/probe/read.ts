import type { StateResource } from "../read-resources";
import type { ProbedApi } from "./plan";

const DEPLOYMENT = "oci:ApiGateway/deployment:Deployment";

/** The APIs among the resources of an environment, by their role words. */
export function apisOf(resources: readonly StateResource[]): ProbedApi[] {
  return resources.flatMap(({ type, urn, outputs }) => {
    const { endpoint, specification } = outputs ?? {};
    if (type !== DEPLOYMENT || typeof endpoint !== "string") return [];
    if (typeof specification !== "object" || specification === null) return [];
    const name = (urn.split("::").at(-1) ?? "").replace(/-deployment$/, "");
    return [{ name, endpoint, specification: specification }];
  });
}
