import { UNKNOWN, type RuleCases } from "../sample";
import { at, deployment, source } from "./api-gateway";

const AUTHORIZATION = "specification.routes.1.requestPolicies.authorization";

export const apigwRouteScopeCases: RuleCases = {
  rule: "apigw-route-scope",
  serves: ["GW-31"],
  violating: [
    {
      title: "the source's route",
      resources: [source],
      says: ['"source": specification.routes[0].requestPolicies.authorization is not set', "/customer"],
    },
    {
      title: "a route for every caller that nobody explains",
      resources: [at(AUTHORIZATION, { type: "AUTHENTICATION_ONLY" })],
      says: ['authorization is "AUTHENTICATION_ONLY"'],
    },
    {
      title: "the reason taken away",
      resources: [at("freeformTags", {})],
      says: ["specification.routes[0]", "/health"],
    },
    {
      title: "the reason of another route",
      resources: [at("freeformTags", { AuthenticationOnly: "/healthy: it is another" })],
      says: ["/health"],
    },
    {
      title: "no scopes",
      resources: [at(AUTHORIZATION, { type: "ANY_OF", allowedScopes: [] })],
      says: ["ANY_OF"],
    },
    {
      title: "an anonymous route, with whatever reason",
      resources: [at("specification.routes.0.requestPolicies.authorization", { type: "ANONYMOUS" })],
      says: ['authorization.type is "ANONYMOUS"', "anybody may call"],
    },
  ],
  complying: [{ title: "what the typed components deploy", resources: [deployment] }],
  unknown: [{ title: "an authorization that is not known", resources: [at(AUTHORIZATION, UNKNOWN)] }],
};
