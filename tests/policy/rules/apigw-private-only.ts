import { changed, UNKNOWN, type RuleCases } from "../sample";
import { gateway } from "./api-gateway";

export const apigwPrivateOnlyCases: RuleCases = {
  rule: "apigw-private-only",
  serves: ["GW-01"],
  violating: [
    {
      title: "a public gateway",
      resources: [changed(gateway, { endpointType: "PUBLIC" })],
      says: ['"gateway": endpointType is "PUBLIC"', "address on the internet"],
    },
    {
      title: "one that does not say",
      resources: [changed(gateway, { endpointType: undefined })],
      says: ["endpointType is not set"],
    },
  ],
  complying: [{ title: "a private gateway", resources: [gateway] }],
  unknown: [{ title: "a type that is not known", resources: [changed(gateway, { endpointType: UNKNOWN })] }],
};
