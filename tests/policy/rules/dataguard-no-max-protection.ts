import { UNKNOWN, type RuleCases } from "../sample";
import { dataGuard } from "./dataguard";

export const dataguardNoMaxProtectionCases: RuleCases = {
  rule: "dataguard-no-max-protection",
  serves: ["DR-12"],
  violating: [
    {
      title: "maximum protection",
      resources: [dataGuard({ protectionMode: "MAXIMUM_PROTECTION", transportType: "SYNC" })],
      says: ['protectionMode is "MAXIMUM_PROTECTION"', "stops"],
    },
  ],
  complying: [{ title: "performance", resources: [dataGuard()] }],
  unknown: [{ title: "a mode that is not known", resources: [dataGuard({ protectionMode: UNKNOWN })] }],
};
