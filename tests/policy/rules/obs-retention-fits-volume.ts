import { apart, UNKNOWN, type RuleCases } from "../sample";
import { prometheus, stack } from "./monitoring";

export const obsRetentionFitsVolumeCases: RuleCases = {
  rule: "obs-retention-fits-volume",
  serves: ["OB-08", "OB-10"],
  violating: [
    {
      title: "more than 80 %",
      resources: [prometheus({ retentionSize: "41GB" })],
      says: ['values.prometheus.prometheusSpec.retentionSize is "41GB"', "50Gi"],
    },
    {
      title: "an object of the operator",
      resources: [
        {
          type: "kubernetes:monitoring.coreos.com/v1:Prometheus",
          name: "main",
          props: {
            spec: {
              retentionSize: "50GiB",
              storage: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "50Gi" } } } } },
            },
          },
        },
      ],
      says: ['"main": spec.retentionSize'],
    },
  ],
  complying: [
    {
      title: "80 % exactly, and no size",
      resources: apart(stack(), prometheus({ retentionSize: undefined })),
    },
  ],
  unknown: [{ title: "a size that is not known", resources: [prometheus({ retentionSize: UNKNOWN })] }],
};
