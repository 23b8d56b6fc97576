import { UNKNOWN, type RuleCases } from "../sample";
import { at, AUTHENTICATION, deployment } from "./api-gateway";

const server = (detail: object) => ({
  ...at(AUTHENTICATION, undefined),
  props: {
    ...at(AUTHENTICATION, undefined).props,
    specification: {
      requestPolicies: {
        dynamicAuthentication: { authenticationServers: [{ authenticationServerDetail: detail }] },
      },
    },
  },
});

export const apigwAuthRequiredCases: RuleCases = {
  rule: "apigw-auth-required",
  serves: ["GW-28"],
  violating: [
    {
      title: "no authentication",
      resources: [at(AUTHENTICATION, undefined)],
      says: [`"customers": ${AUTHENTICATION} is not set`, "may call every route"],
    },
    {
      title: "anonymous access",
      resources: [at(`${AUTHENTICATION}.isAnonymousAccessAllowed`, true)],
      says: ["isAnonymousAccessAllowed is true"],
    },
    {
      title: "anonymous access at one of several servers",
      resources: [server({ type: "TOKEN_AUTHENTICATION", isAnonymousAccessAllowed: true })],
      says: ["authenticationServers[0].authenticationServerDetail.isAnonymousAccessAllowed"],
    },
  ],
  complying: [
    { title: "what the typed components deploy", resources: [deployment] },
    { title: "several servers", resources: [server({ type: "TOKEN_AUTHENTICATION" })] },
  ],
  unknown: [{ title: "an authentication that is not known", resources: [at(AUTHENTICATION, UNKNOWN)] }],
};
