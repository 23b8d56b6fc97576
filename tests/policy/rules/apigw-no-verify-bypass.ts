import { UNKNOWN, type RuleCases } from "../sample";
import { at, AUTHENTICATION, deployment } from "./api-gateway";

const BACKEND = "specification.routes.1.backend.isSslVerifyDisabled";

export const apigwNoVerifyBypassCases: RuleCases = {
  rule: "apigw-no-verify-bypass",
  serves: ["GW-20"],
  violating: [
    {
      title: "a backend that is not verified",
      resources: [at(BACKEND, true)],
      says: ["specification.routes[1].backend.isSslVerifyDisabled is true", "any certificate"],
    },
    {
      title: "a key set that is not verified",
      resources: [at(`${AUTHENTICATION}.validationPolicy.isSslVerifyDisabled`, true)],
      says: ["validationPolicy.isSslVerifyDisabled"],
    },
    {
      title: "a key set of the outdated form that is not verified",
      resources: [at(`${AUTHENTICATION}.publicKeys`, { type: "REMOTE_JWKS", isSslVerifyDisabled: true })],
      says: ["authentication.publicKeys.isSslVerifyDisabled"],
    },
  ],
  complying: [{ title: "what the typed components deploy", resources: [deployment] }],
  unknown: [{ title: "a switch that is not known", resources: [at(BACKEND, UNKNOWN)] }],
};
