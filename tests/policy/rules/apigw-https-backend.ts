import { UNKNOWN, type RuleCases } from "../sample";
import { at, AUTHENTICATION, deployment, source } from "./api-gateway";

const URL = "specification.routes.1.backend.url";

export const apigwHttpsBackendCases: RuleCases = {
  rule: "apigw-https-backend",
  serves: ["GW-20"],
  violating: [
    {
      title: "the source's backend",
      resources: [source],
      says: [
        '"source": specification.routes[0].backend.url is "http://10.0.20.10:8080/api/customer"',
        "in clear",
      ],
    },
    {
      title: "in capitals",
      resources: [at(URL, "HTTP://customers/")],
      says: ["specification.routes[1].backend.url"],
    },
    {
      title: "keys in clear",
      resources: [at(`${AUTHENTICATION}.validationPolicy.uri`, "http://id.example.com/keys")],
      says: ["validationPolicy.uri"],
    },
    {
      title: "keys of the outdated form in clear",
      resources: [at(`${AUTHENTICATION}.publicKeys`, { type: "REMOTE_JWKS", uri: "http://id.example.com/" })],
      says: ["authentication.publicKeys.uri"],
    },
  ],
  complying: [{ title: "what the typed components deploy", resources: [deployment] }],
  unknown: [{ title: "an address that is not known", resources: [at(URL, UNKNOWN)] }],
};
