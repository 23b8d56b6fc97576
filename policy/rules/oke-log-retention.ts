import { withInput } from "../lib/mend";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const LOG = "oci:Logging/log:Log";

/** OCI Logging API, CreateLogDetails `retentionDuration`: steps of 30 days up to 180; 30 where none is given. */
const STEP = 30;
const MOST = 180;
/** Days that production's logs are looked back on (spec of OKE security, "Policy rules"). */
const LEAST = 90;

/** Logs are there when somebody looks for what happened last month. */
export const okeLogRetention = defineRule({
  id: "oke-log-retention",
  description: "OCI logs are kept for 30 to 180 days in steps of 30, and in production for 90 at the least.",
  severity: "medium",
  needs: [],
  serves: ["OK-50"],
  remediationSteps: "Set retentionDuration to 90, 120, 150 or 180.",

  remediates: `Keeps a log of production for ${LEAST} days where it is kept for less, in place.`,
  remediate(resource, { class: of }) {
    const log = inputsOf(resource, LOG);
    if (log === undefined || of !== "prod" || log.configuration?.source.service === "apigateway")
      return undefined;
    const days = log.retentionDuration ?? STEP;
    return days < LEAST ? withInput(resource.props, ["retentionDuration"], LEAST) : undefined;
  },

  check(resource, { class: of }, report) {
    const log = inputsOf(resource, LOG);
    // Those of APIs are longer everywhere: apigw-logs.
    if (log === undefined || log.configuration?.source.service === "apigateway") return;
    const days = log.retentionDuration ?? STEP;
    const finding = { resource, path: "retentionDuration", value: log.retentionDuration };
    if (days % STEP !== 0 || days < STEP || days > MOST) {
      const problem = `the service takes steps of ${STEP} days up to ${MOST}`;
      report({ ...finding, problem, remedy: "Set it to 90, 120, 150 or 180." });
    } else if (of === "prod" && days < LEAST) {
      const problem = `production's logs are kept for ${LEAST} days at the least`;
      report({ ...finding, problem, remedy: `Set it to ${LEAST} or more.` });
    }
  },
});
