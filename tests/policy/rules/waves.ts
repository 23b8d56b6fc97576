import type { Sample } from "../sample";

const annotated = (annotations: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`argocd.argoproj.io/${key}`, value]));

/** An ExternalSecret that makes the Secret `api-secrets`. */
export const externalSecret = (annotations: Record<string, unknown>): Sample => ({
  type: "kubernetes:external-secrets.io/v1:ExternalSecret",
  name: "api-secrets",
  props: {
    metadata: { name: "api-secrets", namespace: "shop", annotations: annotated(annotations) },
    spec: { target: { creationPolicy: "Owner" } },
  },
});

/** A workload that reads the Secret in one of three ways. */
export const reader = (
  kind: "Deployment" | "Job",
  annotations: Record<string, unknown>,
  by: "env" | "envFrom" | "volume" = "env",
): Sample => ({
  type: kind === "Job" ? "kubernetes:batch/v1:Job" : "kubernetes:apps/v1:Deployment",
  name: kind.toLowerCase(),
  props: {
    metadata: { name: "api", namespace: "shop", annotations: annotated(annotations) },
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: "api",
              ...(by === "env" && {
                env: [
                  { name: "DB_HOST", valueFrom: { secretKeyRef: { name: "api-secrets", key: "db-host" } } },
                ],
              }),
              ...(by === "envFrom" && { envFrom: [{ secretRef: { name: "api-secrets" } }] }),
            },
          ],
          ...(by === "volume" && { volumes: [{ name: "s", secret: { secretName: "api-secrets" } }] }),
        },
      },
    },
  },
});
