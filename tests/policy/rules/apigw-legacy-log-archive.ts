import { UNKNOWN, type RuleCases } from "../sample";
import { at, deployment } from "./api-gateway";

const LOG = "specification.loggingPolicies.accessLog";

export const apigwLegacyLogArchiveCases: RuleCases = {
  rule: "apigw-legacy-log-archive",
  serves: ["GW-39"],
  advises: true,
  violating: [
    {
      title: "the former archive",
      resources: [at(LOG, { isEnabled: true })],
      says: [`${LOG}.isEnabled is true`],
    },
  ],
  complying: [{ title: "what the typed components deploy", resources: [deployment] }],
  unknown: [{ title: "a switch that is not known", resources: [at(LOG, { isEnabled: UNKNOWN })] }],
};
