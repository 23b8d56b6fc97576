import { apart, UNKNOWN, type RuleCases } from "../sample";
import { dataGuard } from "./dataguard";

export const dataguardModeTransportCases: RuleCases = {
  rule: "dataguard-mode-transport",
  serves: ["DR-11", "DR-12"],
  violating: [
    {
      title: "availability without waiting",
      resources: [dataGuard({ protectionMode: "MAXIMUM_AVAILABILITY" })],
      says: ['transportType is "ASYNC"', "SYNC or FASTSYNC"],
    },
    {
      title: "no transport",
      resources: [dataGuard({ transportType: undefined })],
      says: ["transportType is not set"],
    },
    {
      title: "a mode that there is not",
      resources: [dataGuard({ protectionMode: "MAXIMUM" })],
      says: ['protectionMode is "MAXIMUM"'],
    },
  ],
  complying: [
    {
      title: "pairs",
      resources: apart(
        dataGuard(),
        dataGuard({ protectionMode: "MAXIMUM_AVAILABILITY", transportType: "FASTSYNC" }),
      ),
    },
  ],
  unknown: [{ title: "a transport that is not known", resources: [dataGuard({ transportType: UNKNOWN })] }],
};
