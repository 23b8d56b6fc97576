import { UNKNOWN, type RuleCases } from "../sample";
import { at, AUTHENTICATION, deployment, source } from "./api-gateway";

const NAMES = `${AUTHENTICATION}.validationPolicy.additionalValidationPolicy`;

export const apigwIssuerAudienceCases: RuleCases = {
  rule: "apigw-issuer-audience",
  serves: ["GW-30"],
  violating: [
    {
      title: "the source's snippet, which names neither",
      resources: [source],
      says: ['"source": specification.requestPolicies.authentication.audiences is not set'],
    },
    {
      title: "no audience",
      resources: [at(`${NAMES}.audiences`, [])],
      says: ["audiences is []", "any token of the provider"],
    },
    {
      title: "the source's snippet, of any issuer",
      resources: [source],
      says: ["authentication.issuers is not set"],
    },
    {
      title: "a wildcard among names",
      resources: [at(`${NAMES}.audiences`, ["urn:acme:dev:api:customers", "*"])],
      says: ["audiences"],
    },
    { title: "an empty name", resources: [at(`${NAMES}.issuers`, [""])], says: ["issuers"] },
    { title: "no issuer", resources: [at(`${NAMES}.issuers`, undefined)], says: ["issuers is not set"] },
    { title: "a wildcard", resources: [at(`${NAMES}.audiences`, ["urn:acme:*"])], says: ["audiences"] },
    {
      title: "names beside the type, where the service does not look",
      resources: [at(`${AUTHENTICATION}.validationPolicy`, { type: "REMOTE_JWKS" })],
      says: ["additionalValidationPolicy.issuers is not set"],
    },
  ],
  complying: [
    { title: "what the typed components deploy", resources: [deployment] },
    {
      title: "a function that judges the callers",
      resources: [at(AUTHENTICATION, { type: "CUSTOM_AUTHENTICATION", functionId: "ocid1.fnfunc.oc1..f" })],
    },
  ],
  unknown: [{ title: "audiences that are not known", resources: [at(`${NAMES}.audiences`, UNKNOWN)] }],
};
