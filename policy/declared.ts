import { parseAllDocuments } from "yaml";
import type { DeclaredObject } from "./facts";

interface Manifest {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown };
  readonly items?: unknown;
}

/**
 * The objects that a file of Kubernetes manifests declares, as the fact `declared`: what rendered manifests of a GitOps
 * repository hold, each file or the output of `kustomize build` and `helm template`. Items of a `List` count one by one.
 *
 * @param owner who declares them, as a reader would name it: `the Argo CD application shop`.
 * @param text YAML or JSON, any number of documents. What is no manifest with a name is left out.
 * @param at namespace of those that name none, and the stacks that work on the same cluster.
 * @throws {Error} where the text is no YAML, with line and column.
 */
export function declaredIn(
  owner: string,
  text: string,
  at: Pick<DeclaredObject, "namespace" | "stack"> = {},
): DeclaredObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [fault] = document.errors;
    if (fault !== undefined) throw fault;
    return objectsOf(document.toJS() as Manifest | null).map((manifest) => ({ ...at, ...manifest, owner }));
  });
}

function objectsOf(manifest: Manifest | null): Omit<DeclaredObject, "owner">[] {
  const { apiVersion, kind, metadata, items } = manifest ?? {};
  if (Array.isArray(items)) return (items as Manifest[]).flatMap(objectsOf);
  const { name, namespace } = metadata ?? {};
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string") return [];
  return [{ apiVersion, kind, name, ...(typeof namespace === "string" ? { namespace } : {}) }];
}
