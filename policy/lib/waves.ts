import type { Resource, StackResource } from "../rule";
import { dig, entriesOf } from "./dig";
import { metadataOf } from "./namespaces";
import { podsOf } from "./pods";
import { ifKnown } from "./unknown";

const PREFIX = "argocd.argoproj.io/";

function annotation({ props }: Resource, key: string): string | undefined {
  const value = dig(props["metadata"], "annotations", `${PREFIX}${key}`);
  return typeof value === "string" ? value : undefined;
}

/** The phases of a sync in which Argo CD applies an object; none: with the others. */
export function hooksOf(resource: Resource): string[] {
  return (annotation(resource, "hook") ?? "").split(",").flatMap((hook) => hook.trim() || []);
}

export function hookDeletePolicyOf(resource: Resource): string | undefined {
  return annotation(resource, "hook-delete-policy");
}

/** An object that Argo CD applies at a point of its own. */
export interface Ordered {
  readonly resource: StackResource;
  readonly namespace: string;
  /** Before the others, in a hook of the phase PreSync. */
  readonly before: boolean;
  /** Argo CD, "Sync Phases and Waves": 0 where none is given. */
  readonly wave: number;
  /** Names of the Secrets that it makes or reads. */
  readonly secrets: readonly string[];
}

function ordered(resource: StackResource, secrets: readonly string[]): Ordered {
  return {
    resource,
    namespace: metadataOf(resource).namespace ?? "default",
    before: hooksOf(resource).includes("PreSync"),
    wave: Number(annotation(resource, "sync-wave") ?? "0"),
    secrets,
  };
}

const isOrdered = (resource: Resource): boolean =>
  annotation(resource, "sync-wave") !== undefined || hooksOf(resource).length > 0;

/** What External Secrets makes for Argo CD's applications, and what reads it; only what says when it is applied. */
export function secretOrder(resources: readonly StackResource[]): {
  readonly makers: Ordered[];
  readonly readers: Ordered[];
} {
  const makers = resources.flatMap((resource) => ifKnown(() => maker(resource)) ?? []);
  const readers = resources.flatMap((resource) => ifKnown(() => reader(resource)) ?? []);
  return { makers, readers };
}

function maker(resource: StackResource): Ordered | undefined {
  if (!/^kubernetes:external-secrets\.io\/[^:]+:ExternalSecret$/.test(resource.type)) return undefined;
  const name = dig(resource.props["spec"], "target", "name") ?? dig(resource.props["metadata"], "name");
  return isOrdered(resource) && typeof name === "string" ? ordered(resource, [name]) : undefined;
}

function reader(resource: StackResource): Ordered | undefined {
  const pods = podsOf(resource);
  if (pods === undefined || !isOrdered(resource)) return undefined;
  const named = (value: unknown, ...keys: string[]) =>
    entriesOf(value).flatMap(({ read }) => {
      const name = dig(read(), ...keys);
      return typeof name === "string" ? [name] : [];
    });
  const containers = [...(pods.spec.initContainers ?? []), ...(pods.spec.containers ?? [])];
  return ordered(resource, [
    ...named(dig(pods.spec, "volumes"), "secret", "secretName"),
    ...containers.flatMap((container) => [
      ...named(dig(container, "env"), "valueFrom", "secretKeyRef", "name"),
      ...named(dig(container, "envFrom"), "secretRef", "name"),
    ]),
  ]);
}
