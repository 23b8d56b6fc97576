import { DEPLOYMENT } from "../lib/api-gateway";
import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Resource, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const LOG = "oci:Logging/log:Log";
const SERVICE = "apigateway";
const CATEGORIES = ["access", "execution"] as const;

/** OCI Logging API, CreateLogDetails `retentionDuration`: steps of 30 days up to 180; 30 where none is given. */
const STEP = 30;
const MOST = 180;
/** Days that calls are looked back on (docs/requirements/10.md, GW-39). */
const LEAST = 90;

/** Who called what, and what the gateway made of it, can be looked up for three months. */
export const apigwLogs = defineRule({
  id: "apigw-logs",
  description:
    "Every API has its access log and its execution log, on, and kept for 90 days in staging and prod.",
  severity: "medium",
  needs: [],
  serves: ["GW-39"],
  remediationSteps:
    "Add an oci.logging.Log for each of the categories access and execution, with isEnabled true and retentionDuration 90 to 180.",

  check(resource, { class: of }, report) {
    if (sourceOf(resource)?.service !== SERVICE) return;
    const log = inputsOf(resource, LOG);
    if (log?.isEnabled === false) {
      const problem = "what is called while it is off is never known";
      report({ resource, path: "isEnabled", value: false, problem, remedy: "Set it to true." });
    }
    const days = log?.retentionDuration ?? STEP;
    const finding = { resource, path: "retentionDuration", value: log?.retentionDuration };
    if (days % STEP !== 0 || days < STEP || days > MOST) {
      const problem = `the service takes steps of ${STEP} days up to ${MOST}`;
      report({ ...finding, problem, remedy: "Set it to 90, 120, 150 or 180." });
    } else if (days < LEAST && (of === "staging" || of === "prod")) {
      const problem = `calls of ${of} are looked back on for ${LEAST} days`;
      report({ ...finding, problem, remedy: `Set it to ${LEAST} or more.` });
    }
  },

  checkStack(resources, _place, report) {
    const logs = ofType(resources, LOG);
    for (const deployment of resources.filter(({ type }) => type === DEPLOYMENT)) {
      const missing = CATEGORIES.filter(
        (category) => !logs.some((log) => isLogOf(log, category, deployment)),
      );
      if (missing.length === 0) continue;
      report({
        resource: deployment,
        path: "(logs)",
        value: undefined,
        problem: `the stack has no ${missing.join(" and no ")} log of it`,
        remedy: `Add an oci.logging.Log of the service ${SERVICE} for ${missing.join(" and ")}, with the deployment as its resource.`,
      });
    }
  },
});

function sourceOf(resource: Resource) {
  return inputsOf(resource, LOG)?.configuration?.source;
}

/** A log of which something is not known yet may be the one. */
function isLogOf(log: StackResource, category: string, deployment: StackResource): boolean {
  const service = ifKnown(() => sourceOf(log)?.service) ?? SERVICE;
  const of = ifKnown(() => sourceOf(log)?.category) ?? category;
  return (
    service === SERVICE &&
    of === category &&
    refersTo(log, "configuration", () => sourceOf(log)?.resource, deployment)
  );
}
