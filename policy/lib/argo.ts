import type { Resource } from "../rule";
import { valuesOf } from "./charts";
import { dig, fieldsOf } from "./dig";

export interface Source {
  readonly repoURL?: string;
  readonly targetRevision?: string;
  readonly chart?: string;
  readonly kustomize?: { readonly commonLabels?: unknown };
}

/** The part of an Argo CD application that rules read. */
interface ApplicationSpec {
  readonly project?: string;
  readonly source?: Source;
  readonly sources?: readonly Source[];
  readonly syncPolicy?: {
    readonly automated?: { readonly prune?: boolean; readonly allowEmpty?: boolean };
    readonly retry?: { readonly limit?: number };
  };
}

/** An application, or the template of those of a set. */
export interface Application {
  readonly spec: ApplicationSpec;
  /** Path of `spec` in the object. */
  readonly path: string;
}

const KIND = /^kubernetes:argoproj\.io\/[^:]+:(\w+)$/;

export function isArgo({ type }: Resource, kind: "Application" | "ApplicationSet" | "AppProject"): boolean {
  return KIND.exec(type)?.[1] === kind;
}

/** The application that a resource declares; undefined for any other resource. */
export function applicationOf(resource: Resource): Application | undefined {
  if (isArgo(resource, "Application")) return { spec: resource.props["spec"] ?? {}, path: "spec" };
  if (!isArgo(resource, "ApplicationSet")) return undefined;
  const spec = dig(resource.props["spec"], "template", "spec");
  return { spec: spec ?? {}, path: "spec.template.spec" };
}

/** Where an application's manifests come from, each with its path. */
export function sourcesOf({ spec, path }: Application): { readonly source: Source; readonly path: string }[] {
  return [
    ...(spec.source === undefined ? [] : [{ source: spec.source, path: `${path}.source` }]),
    ...(spec.sources ?? []).map((source, i) => ({ source, path: `${path}.sources[${i}]` })),
  ];
}

/** Config maps of Argo CD, each with the place in the chart's values that it is made from (argo-helm, charts/argo-cd, values.yaml). */
const SETTINGS = {
  "argocd-cm": ["configs", "cm"],
  "argocd-rbac-cm": ["configs", "rbac"],
  "argocd-notifications-cm": ["notifications", "triggers"],
} as const;

/** Settings of Argo CD by key. */
export interface Settings {
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The settings that a config map holds, or that a release of the chart makes it from; undefined for any other resource. */
export function settingsOf(resource: Resource, map: keyof typeof SETTINGS): Settings | undefined {
  if (resource.type === "kubernetes:core/v1:ConfigMap") {
    if (dig(resource.props["metadata"], "name") !== map) return undefined;
    return { path: "data", data: fieldsOf(resource.props["data"]) };
  }
  const values = valuesOf(resource, "argo-cd");
  if (values === undefined) return undefined;
  const keys = SETTINGS[map];
  return { path: `values.${keys.join(".")}`, data: fieldsOf(dig(values, ...keys)) };
}

/** A line that allows something: `p, role:ops, applications, sync, shop/*, allow`. */
export function permissionsIn(
  csv: unknown,
): { readonly role: string; readonly action: string; readonly object: string; readonly line: string }[] {
  if (typeof csv !== "string") return [];
  return csv.split("\n").flatMap((text) => {
    const line = text.trim();
    const [kind, role = "", , action = "", object = "", effect = "allow"] = line
      .split(",")
      .map((cell) => cell.trim());
    return kind === "p" && effect === "allow" ? [{ role, action, object, line }] : [];
  });
}
