import { UNKNOWN, type RuleCases } from "../sample";
import { at, deployment, source } from "./api-gateway";

const LIMIT = "specification.requestPolicies.rateLimiting";

export const apigwRateLimitCases: RuleCases = {
  rule: "apigw-rate-limit",
  serves: ["GW-26"],
  violating: [
    {
      title: "the source's deployment",
      resources: [source],
      says: [`"source": ${LIMIT} is not set`, "a single caller"],
    },
    { title: "a limit of none", resources: [at(`${LIMIT}.rateInRequestsPerSecond`, 0)], says: [LIMIT] },
  ],
  complying: [{ title: "what the typed components deploy", resources: [deployment] }],
  unknown: [{ title: "a limit that is not known", resources: [at(LIMIT, UNKNOWN)] }],
};
