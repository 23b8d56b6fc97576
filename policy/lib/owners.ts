import type { DeclaredObject } from "../facts";
import type { StackResource } from "../rule";
import { ifKnown } from "./unknown";

/** Whose a Kubernetes object is, and which object: two with one identity are one object of the cluster. */
export interface Claim {
  readonly owner: string;
  readonly kind: string;
  /** Group, kind, namespace and name. */
  readonly identity: string;
}

/** Kinds that belong to the whole cluster, as far as platform programs declare them. */
const CLUSTER_WIDE =
  /^(Namespace|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|StorageClass|PersistentVolume|PriorityClass|IngressClass|GatewayClass|ClusterIssuer|ClusterSecretStore|GlobalNetworkPolicy)$/;

interface Named {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

function identityOf(apiVersion: string, kind: string, { name = "", namespace = "default" }: Named): string {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "core";
  return [group, kind, CLUSTER_WIDE.test(kind) ? "" : namespace, name].join("/");
}

/** What a fact says. */
export function claimOf({ owner, apiVersion, kind, ...named }: DeclaredObject): Claim {
  return { owner, kind, identity: identityOf(apiVersion, kind, named) };
}

/** What a resource declares: undefined for what is no object, or has no name yet. */
export function claimOfResource(resource: StackResource): Claim | undefined {
  const { apiVersion, kind } = objectType(resource) ?? {};
  const metadata = metadataOf(resource);
  if (apiVersion === undefined || kind === undefined || metadata?.name === undefined) return undefined;
  return { owner: resource.name, kind, identity: identityOf(apiVersion, kind, metadata) };
}

/** Patches change what another owns; lists, charts and folders of manifests are no objects. */
function objectType({ type }: StackResource): { apiVersion: string; kind: string } | undefined {
  const [, apiVersion, kind] = /^kubernetes:([^:]+\/[^:]+):(\w+)$/.exec(type) ?? [];
  if (apiVersion === undefined || kind === undefined || /(Patch|List)$/.test(kind)) return undefined;
  if (/^(helm\.sh|yaml|kustomize)\//.test(apiVersion)) return undefined;
  return { apiVersion: apiVersion.replace(/^core\//, ""), kind };
}

function metadataOf({ props }: StackResource): Named | undefined {
  return ifKnown(() => {
    const { name, namespace, annotations } = (props["metadata"] ?? {}) as Named;
    return {
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(annotations === undefined ? {} : { annotations }),
    };
  });
}

/** Tracked by annotation since Argo CD 3.0: `<application>:<group>/<kind>:<namespace>/<name>`. */
const TRACKING = "argocd.argoproj.io/tracking-id";

/** The Argo CD application that has marked an object as its own. */
export function trackedBy(resource: StackResource): string | undefined {
  return ifKnown(() => metadataOf(resource)?.annotations?.[TRACKING])?.split(":")[0];
}

interface Application {
  readonly destination?: { readonly server?: string; readonly name?: string; readonly namespace?: string };
  readonly syncPolicy?: { readonly syncOptions?: readonly string[] };
}

/** The namespace that an Argo CD application, or each one of an ApplicationSet, makes in the cluster it runs in. */
export function namespaceMadeBy(resource: StackResource): Claim | undefined {
  const kind = /^kubernetes:argoproj\.io\/[^:]+:(Application|ApplicationSet)$/.exec(resource.type)?.[1];
  if (kind === undefined) return undefined;
  return ifKnown(() => {
    const spec = resource.props["spec"] as (Application & { template?: { spec?: Application } }) | undefined;
    const { destination, syncPolicy } = (kind === "Application" ? spec : spec?.template?.spec) ?? {};
    const here =
      destination?.server === "https://kubernetes.default.svc" || destination?.name === "in-cluster";
    const made = syncPolicy?.syncOptions?.includes("CreateNamespace=true") === true;
    if (!here || !made || destination.namespace === undefined) return undefined;
    return claimOf({
      owner: `the Argo CD ${kind === "Application" ? "application" : "application set"} ${resource.name}`,
      apiVersion: "v1",
      kind: "Namespace",
      name: destination.namespace,
    });
  });
}
