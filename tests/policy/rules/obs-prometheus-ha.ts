import { UNKNOWN, type Sample, type RuleCases } from "../sample";
import { prometheus, stack } from "./monitoring";
import { inProd } from "./argo";

const object = (kind: string, spec: Record<string, unknown>): Sample => ({
  type: `kubernetes:monitoring.coreos.com/v1:${kind}`,
  name: "main",
  props: { spec },
});
const apart = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } };

export const obsPrometheusHaCases: RuleCases = {
  rule: "obs-prometheus-ha",
  serves: ["OB-07", "OB-15"],
  violating: [
    {
      title: "one Prometheus",
      resources: inProd(prometheus({ replicas: undefined })),
      says: ["values.prometheus.prometheusSpec.replicas is not set", "2 or more"],
    },
    {
      title: "two Alertmanagers, beside a number that is not known",
      resources: inProd(
        stack({
          prometheus: { prometheusSpec: { replicas: UNKNOWN } },
          alertmanager: { alertmanagerSpec: { replicas: 2 } },
        }),
      ),
      says: ["values.alertmanager.alertmanagerSpec.replicas is 2"],
    },
    {
      title: "all on one node",
      resources: inProd(prometheus({ podAntiAffinity: "" })),
      says: ["values.prometheus.prometheusSpec.podAntiAffinity is not set"],
    },
    {
      title: "an object of the operator",
      resources: inProd(object("Alertmanager", { replicas: 1, affinity: apart })),
      says: ['"main": spec.replicas is 1'],
    },
    {
      title: "objects on one node",
      resources: inProd(object("Prometheus", { replicas: 2 })),
      says: ["spec.affinity.podAntiAffinity"],
    },
  ],
  complying: [
    {
      title: "two and three, apart",
      resources: inProd(stack(), object("Prometheus", { replicas: 2, affinity: apart })),
    },
    { title: "one in dev", resources: [prometheus({ replicas: 1 })] },
    {
      title: "no Alertmanager of the stack's",
      resources: inProd(stack({ alertmanager: { enabled: false } })),
    },
  ],
  unknown: [{ title: "a number that is not known", resources: inProd(prometheus({ replicas: UNKNOWN })) }],
};
