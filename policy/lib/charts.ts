import type { Resource } from "../rule";
import { dig } from "./dig";

/** Charts whose values rules read, each with the publisher in the address it comes from. */
const PUBLISHERS = {
  "argo-cd": /argoproj/,
  grafana: /grafana/,
  "kube-prometheus-stack": /prometheus-community/,
  loki: /grafana/,
  vault: /hashicorp/,
} as const;

export type Chart = keyof typeof PUBLISHERS;

const RELEASE = /^kubernetes:helm\.sh\/v\d+:Release$/;

/**
 * The values that a release gives a chart; undefined for any other resource, for a chart of that name from somebody else, and
 * for a release with files of values, which no policy may read. Reading what is not known throws.
 */
export function valuesOf(
  { type, props }: Resource,
  chart: Chart,
): Readonly<Record<string, unknown>> | undefined {
  if (!RELEASE.test(type) || typeof props["chart"] !== "string") return undefined;
  const source = props["chart"];
  if (source.split("/").at(-1) !== chart) return undefined;
  const files = props["valueYamlFiles"];
  if (Array.isArray(files) && files.length > 0) return undefined;
  const repository = dig(props["repositoryOpts"], "repo") ?? (source.includes("://") ? source : undefined);
  if (typeof repository === "string" && !PUBLISHERS[chart].test(repository)) return undefined;
  return (props["values"] ?? {}) as Readonly<Record<string, unknown>>;
}
