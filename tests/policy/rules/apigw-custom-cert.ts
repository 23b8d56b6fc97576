import { changed, UNKNOWN, type RuleCases } from "../sample";
import { gateway } from "./api-gateway";

const inProd = { ...gateway, stack: "prod-gateway" };

export const apigwCustomCertCases: RuleCases = {
  rule: "apigw-custom-cert",
  serves: ["GW-06"],
  violating: [
    {
      title: "the service's certificate in production",
      resources: [inProd],
      says: ['"gateway": certificateId is not set', "whose name is not theirs"],
    },
    {
      title: "and in staging",
      resources: [{ ...gateway, stack: "staging-gateway" }],
      says: ["certificateId"],
    },
  ],
  complying: [
    { title: "the service's certificate in development", resources: [gateway] },
    {
      title: "one of its own",
      resources: [
        { ...changed(gateway, { certificateId: "ocid1.certificate.oc1..a" }), stack: "prod-gateway" },
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "one that is not known yet",
      resources: [{ ...changed(gateway, { certificateId: UNKNOWN }), stack: "prod-gateway" }],
    },
  ],
};
