import { apart, UNKNOWN, type RuleCases } from "../sample";
import { pod } from "./vault";

const get = (path: unknown) => ({ httpGet: { path, port: 8080 } });

export const livenessSelfOnlyCases: RuleCases = {
  rule: "liveness-self-only",
  serves: ["MC-26"],
  advises: true,
  violating: [
    {
      title: "one path for both",
      resources: [pod({ livenessProbe: get("/health"), readinessProbe: get("/health") })],
      says: ['spec.template.spec.containers[0].livenessProbe.httpGet.path is "/health"', "again and again"],
    },
  ],
  complying: [
    {
      title: "a path for each",
      resources: [pod({ livenessProbe: get("/live"), readinessProbe: get("/ready") })],
    },
    {
      title: "other probes, or none",
      resources: apart(
        pod({ livenessProbe: { tcpSocket: { port: 1 } }, readinessProbe: { tcpSocket: { port: 1 } } }),
        pod({}),
      ),
    },
  ],
  unknown: [
    {
      title: "a path that is not known",
      resources: [pod({ livenessProbe: get(UNKNOWN), readinessProbe: get("/ready") })],
    },
  ],
};
