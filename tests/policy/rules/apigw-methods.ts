import { UNKNOWN, type RuleCases } from "../sample";
import { at, deployment } from "./api-gateway";

const METHODS = "specification.routes.1.methods";
const PROD = "prod-gateway";

export const apigwMethodsCases: RuleCases = {
  rule: "apigw-methods",
  serves: ["GW-22"],
  violating: [
    {
      title: "ANY",
      resources: [at(METHODS, ["ANY"], PROD)],
      says: ['specification.routes[1].methods is ["ANY"]'],
    },
    {
      title: "ANY among others",
      resources: [at(METHODS, ["GET", "ANY"], PROD)],
      says: ["nobody has thought of"],
    },
    { title: "no list", resources: [at(METHODS, undefined, PROD)], says: ["methods is not set"] },
  ],
  complying: [
    { title: "what the typed components deploy", resources: [{ ...deployment, stack: PROD }] },
    { title: "ANY in development", resources: [at(METHODS, ["ANY"])] },
  ],
  unknown: [{ title: "methods that are not known", resources: [at(METHODS, UNKNOWN, PROD)] }],
};
