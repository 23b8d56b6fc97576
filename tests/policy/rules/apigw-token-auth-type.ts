import { UNKNOWN, type RuleCases } from "../sample";
import { at, AUTHENTICATION, deployment, source } from "./api-gateway";

export const apigwTokenAuthTypeCases: RuleCases = {
  rule: "apigw-token-auth-type",
  serves: ["GW-29"],
  advises: true,
  violating: [{ title: "the outdated type", resources: [source], says: ['type is "JWT_AUTHENTICATION"'] }],
  complying: [{ title: "what the typed components deploy", resources: [deployment] }],
  unknown: [{ title: "a type that is not known", resources: [at(`${AUTHENTICATION}.type`, UNKNOWN)] }],
};
