/** What the service itself holds a gateway to: its state, limits and logs. */
import { object, text } from "../reachability/deployed";
import { failed, warning, type Fault } from "./finding";
import type { Patient } from "./patient";

export function stateFaults({ gateway, title, apis }: Patient): Fault[] {
  return [{ title, of: gateway }, ...apis.map((api) => ({ title: api.title, of: api.deployment }))].flatMap(
    ({ title: at, of }) => {
      const state = text(of.outputs, "state");
      if (state === undefined || state === "ACTIVE") return [];
      const seen = `it is ${state}${text(of.outputs, "lifecycleDetails") === undefined ? "" : `: ${text(of.outputs, "lifecycleDetails") ?? ""}`}`;
      return [failed(at, seen, "look at its work requests; causeway up makes it anew where it failed")];
    },
  );
}

/** API Gateway documentation, "API Gateway Internal Limits". */
const LIMITS = { deployments: 20, routes: 50 } as const;

export function limitFaults({ title, deployments, apis }: Patient): Fault[] {
  const near = (at: string, count: number, most: number, what: string): Fault[] => {
    if (count < most) return [];
    const seen = `it has ${count} ${what} of ${most}`;
    const remedy = `take some away, or make another ${what === "routes" ? "deployment" : "gateway"} for more`;
    return [(count > most ? failed : warning)(at, seen, remedy)];
  };
  return [
    ...near(title, deployments, LIMITS.deployments, "deployments"),
    ...apis.flatMap((api) => near(api.title, api.routes.length, LIMITS.routes, "routes")),
  ];
}

/** Without both logs the next fault leaves no trace. */
export function logFaults({ apis, inventory }: Patient): Fault[] {
  const logs = inventory.of("oci:Logging/log:Log").map(({ outputs }) => ({
    source: object(object(outputs, "configuration"), "source"),
    on: outputs["isEnabled"] !== false,
  }));
  return apis.flatMap(({ title, deployment }) =>
    ["access", "execution"].flatMap((category): Fault[] => {
      const log = logs.find(
        ({ source }) => text(source, "resource") === deployment.id && text(source, "category") === category,
      );
      if (log?.on === true) return [];
      const seen = log === undefined ? `it has no ${category} log` : `its ${category} log is off`;
      return [
        failed(title, seen, `make the ${category} log of the deployment, enabled, in the Logging service`),
      ];
    }),
  );
}
