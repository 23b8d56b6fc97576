import type { Resource } from "../rule";
import { dig, entriesOf, fieldsOf } from "./dig";

/** The part of a container that rules read. */
export interface Container {
  readonly name?: string;
  readonly restartPolicy?: string;
  readonly livenessProbe?: unknown;
  readonly readinessProbe?: unknown;
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[] };
    readonly privileged?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly runAsNonRoot?: boolean;
  };
  readonly resources?: {
    readonly limits?: Readonly<Record<string, unknown>>;
    readonly requests?: Readonly<Record<string, unknown>>;
  };
}

interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly securityContext?: { readonly runAsNonRoot?: boolean };
  readonly hostNetwork?: boolean;
  readonly priorityClassName?: string;
}

/** The pods that a Kubernetes object makes. */
export interface Pods {
  readonly spec: PodSpec;
  /** Path of `spec` in the object. */
  readonly path: string;
  /** Whether they serve until they are stopped, unlike those of a job. */
  readonly serve: boolean;
}

const TEMPLATE = "spec.template.spec";
const PLACES: Readonly<Record<string, Omit<Pods, "spec">>> = {
  Pod: { path: "spec", serve: true },
  Deployment: { path: TEMPLATE, serve: true },
  StatefulSet: { path: TEMPLATE, serve: true },
  DaemonSet: { path: TEMPLATE, serve: true },
  ReplicationController: { path: TEMPLATE, serve: true },
  ReplicaSet: { path: TEMPLATE, serve: true },
  Job: { path: TEMPLATE, serve: false },
  CronJob: { path: "spec.jobTemplate.spec.template.spec", serve: false },
};

/** The pods of a workload; undefined for any other resource. */
export function podsOf({ type, props }: Resource): Pods | undefined {
  const kind = /^kubernetes:(?:core|apps|batch)\/[^:]+:(\w+?)(?:Patch)?$/.exec(type)?.[1];
  const place = PLACES[kind ?? ""];
  // A patch says only what it changes.
  if (place === undefined || type.endsWith("Patch")) return undefined;
  const spec = place.path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], props);
  return spec === undefined ? undefined : { spec: spec as PodSpec, ...place };
}

/** Path and annotations of the pods that a workload makes; undefined for any other resource. */
export function podAnnotationsOf(
  resource: Resource,
): { readonly path: string; readonly annotations: Readonly<Record<string, unknown>> } | undefined {
  const pods = podsOf(resource);
  if (pods === undefined) return undefined;
  const path = pods.path.replace(/spec$/, "metadata.annotations");
  return { path, annotations: fieldsOf(dig(resource.props, ...path.split("."))) };
}

/** The variables of the containers of a workload, each with the path of its value. */
export function podVariablesOf(
  resource: Resource,
): { readonly path: string; readonly name: unknown; readonly read: () => unknown }[] {
  const pods = podsOf(resource);
  return (pods?.spec.containers ?? []).flatMap((container, i) =>
    entriesOf(dig(container, "env")).map(({ key, read }) => ({
      path: `${pods?.path ?? ""}.containers[${i}].env[${key}].value`,
      name: dig(read(), "name"),
      read: () => dig(read(), "value"),
    })),
  );
}
