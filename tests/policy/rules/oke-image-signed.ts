import { changed, UNKNOWN, type RuleCases } from "../sample";
import { cluster, pool } from "./oke";

export const okeImageSignedCases: RuleCases = {
  rule: "oke-image-signed",
  serves: ["OP-21"],
  advises: true,
  violating: [
    {
      title: "a cluster without verification",
      resources: [changed(cluster, { imagePolicyConfig: undefined })],
      says: ['"cluster": imagePolicyConfig.isPolicyEnabled is not set'],
    },
    {
      title: "verification without keys",
      resources: [changed(cluster, { imagePolicyConfig: { isPolicyEnabled: true, keyDetails: [] } })],
      says: ["imagePolicyConfig.keyDetails", "no key says"],
    },
  ],
  complying: [{ title: "verification with a key", resources: [cluster, pool] }],
  unknown: [
    {
      title: "a switch that is not known",
      resources: [changed(cluster, { imagePolicyConfig: { isPolicyEnabled: UNKNOWN } })],
    },
  ],
};
