import { UNKNOWN, type RuleCases } from "../sample";
import { at, AUTHENTICATION, deployment } from "./api-gateway";

export const apigwTokenInQueryCases: RuleCases = {
  rule: "apigw-token-in-query",
  serves: ["GW-43"],
  violating: [
    {
      title: "a token in the address",
      resources: [at(`${AUTHENTICATION}.tokenQueryParam`, "access_token")],
      says: ['tokenQueryParam is "access_token"', "logs and histories"],
    },
  ],
  complying: [{ title: "what the typed components deploy", resources: [deployment] }],
  unknown: [
    { title: "a parameter that is not known", resources: [at(`${AUTHENTICATION}.tokenQueryParam`, UNKNOWN)] },
  ],
};
