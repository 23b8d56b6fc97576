import type { CheckFailure, CheckRequest, Value, Values } from "../../engine/provider";
import { Derive } from "../derive";
import { CloudError } from "../errors";
import { changes, factPath } from "../facts/diff";
import type { PackageFacts, TypeFacts } from "../facts/facts";
import type { PropertyFact } from "../facts/parser";
import type { Context, Kind, Site } from "../kind";
import type { Cloud } from "../provider";
import type { Scenario } from "../scenario";
import * as v from "../values";
import type { Entity, WorldView } from "../world/world";
import {
  apiOf,
  checkMetadata,
  CRD,
  definitionOf,
  isClusterWide,
  kindChecks,
  NAMESPACE,
  refuseMissingNamespace,
  RELEASE,
} from "./objects";
import { balancerAddress } from "./balancer";
import { fixed, isAmong, replaced } from "./immutable";
import { definitionsFrom, release, releaseDefaults } from "./release";
import { checkAgainst, checkEnumerations, definedSchema, operatorSchema } from "./schemas";

const isCustom = (facts: PackageFacts, type: string): boolean => facts.type(type) === undefined;

const fact = (name: string, required: boolean): PropertyFact => ({
  name,
  required,
  shape: { kind: "any" },
  updatable: true,
  forcesNew: false,
});

/** A custom resource: what its definition says of its fields is the API server's to check. */
const customFacts = (token: string): TypeFacts => ({
  token,
  inputs: new Map(
    ["apiVersion", "kind", "metadata", "spec"].map((n) => [n, fact(n, n === "apiVersion" || n === "kind")]),
  ),
  outputs: new Map(),
  open: true,
});

/** Types of the SDK that are no objects of an API: they do things on the way. */
function refuseUnsupported(type: string): void {
  const { kind } = apiOf(type);
  if (type !== RELEASE && /^kubernetes:(helm\.sh|kustomize|yaml)/.test(type))
    throw new CloudError(
      "NotSimulated",
      `${type} is not simulated: the simulated clusters take plain objects, and charts as ${RELEASE}`,
    );
  if (kind.endsWith("List"))
    throw new CloudError(
      "NotSimulated",
      `${type} is not simulated: register each ${kind.replace(/List$/, "")} itself`,
    );
}

/** The kind of the objects that a type is about: a patch is one of another object's fields. */
const patchedKind = (kind: string): string => kind.replace(/Patch$/, "");

/**
 * Kubernetes itself makes an account in each namespace, and the provider creates nothing that is there: since 4.29.0 it takes
 * over no object by creating it (https://github.com/pulumi/pulumi-kubernetes/issues/2926).
 */
function refuseMadeByKubernetes(c: Context, kind: string): void {
  if (kind !== "ServiceAccount" || nameOf(c) !== "default") return;
  if (v.flag(c.site.config, "upsertExistingObjects") === true) return;
  c.refuse(
    "AlreadyExists",
    `serviceaccounts "default" already exists: Kubernetes makes it with the namespace; change it by a ServiceAccountPatch`,
  );
}

const nameOf = (c: Context): string => c.text("metadata.name") ?? "";

const idOf = (c: Context): string => {
  const namespace = c.text("metadata.namespace");
  return namespace === undefined ? nameOf(c) : `${namespace}/${nameOf(c)}`;
};

/** Mutable only where the provider is told so, as configuration that changes under a running pod is not seen by it. */
function contentForcesNew(site: Values, kind: string): boolean {
  if (kind === "ConfigMap") return v.flag(site, "enableConfigMapMutable") !== true;
  return kind === "Secret" && v.flag(site, "enableSecretMutable") !== true;
}

/** The API server changes none of these in place. */
function refuseFixed(c: Context, kind: string, old: Entity): void {
  for (const [path] of changes(old.inputs, c.inputs))
    if (isAmong(factPath(path), fixed[kind] ?? []))
      c.refuse("Invalid", `${kind} "${nameOf(c)}" is invalid: ${path}: field is immutable`);
}

function statusOf(c: Context, kind: string): Values {
  if (kind === "Namespace") return { status: { phase: "Active" } };
  const replicas = c.number("spec.replicas") ?? 1;
  if (kind === "Deployment" || kind === "StatefulSet")
    return {
      status: {
        replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        updatedReplicas: replicas,
        observedGeneration: 1,
      },
    };
  if (kind === "Service" && c.text("spec.clusterIP") === undefined) {
    const cluster = clusterAt(c.world, c.site.account);
    const balanced =
      c.text("spec.type") === "LoadBalancer" && cluster?.type === "oci:ContainerEngine/cluster:Cluster";
    const spec = c.value("spec");
    const clusterIP = `172.20.${String(c.derive.below("ip a", 256))}.${String(1 + c.derive.below("ip b", 254))}`;
    return {
      spec: { ...(v.isObject(spec) ? spec : {}), clusterIP, clusterIPs: [clusterIP] },
      status: { loadBalancer: balanced ? { ingress: [{ ip: balancerAddress(c, cluster) }] } : {} },
    };
  }
  return {};
}

function objectKind(facts: PackageFacts, type: string): Kind {
  const { apiVersion, kind: registered } = apiOf(type);
  const kind = patchedKind(registered);
  const isPatch = kind !== registered;
  const custom = isCustom(facts, type);
  return {
    type,
    naming: false,
    check: (inputs, report) => {
      if (isPatch && v.text(inputs, "metadata.name") === undefined)
        report("metadata.name", "patch resources require the `.metadata.name` field to be set");
      checkMetadata(inputs, kind, report);
      for (const [key, wanted] of Object.entries({ apiVersion, kind })) {
        const given = v.text(inputs, key);
        if (given !== undefined && given !== wanted) report(key, `must be "${wanted}", not "${given}"`);
      }
      kindChecks[kind]?.(inputs, report);
    },
    rules: (c) => {
      if (isPatch && v.flag(c.site.config, "enableServerSideApply") === false)
        c.refuse("BadRequest", "patch resources require Server-Side Apply mode, `enableServerSideApply`");
      if (!isPatch && !c.old) refuseMadeByKubernetes(c, kind);
      const definition = custom ? definitionOf(c.all(CRD), type) : undefined;
      if (custom && !definition && !definitionsFrom(c.all(RELEASE), apiOf(type).group))
        c.refuse(
          "NoKindMatch",
          `no matches for kind "${kind}" in version "${apiVersion}": its CustomResourceDefinition is not in the cluster`,
        );
      const defined = definition && definedSchema(facts, definition, type);
      const failures = defined ? checkAgainst(defined, type, c.inputs) : [];
      if (failures.length > 0)
        c.refuse(
          "Invalid",
          `${kind} "${nameOf(c)}" is invalid: ${failures.map((f) => `${f.property}: ${f.reason}`).join("; ")}`,
        );
      if (
        v.text(definition?.inputs, "spec.scope") === "Cluster" &&
        c.text("metadata.namespace") !== undefined
      )
        c.refuse("BadRequest", `a ${kind} is in no namespace`);
      refuseMissingNamespace(c);
      if (c.old) refuseFixed(c, kind, c.old);
    },
    id: idOf,
    taken: (_c, id) => ["AlreadyExists", `${kind.toLowerCase()} "${id}" already exists`],
    outputs: (c, id) => {
      const metadata = c.value("metadata");
      return {
        apiVersion,
        kind,
        metadata: {
          ...(v.isObject(metadata) ? metadata : {}),
          name: nameOf(c),
          uid: c.derive.uuid("uid"),
          creationTimestamp: c.now,
          resourceVersion: String(c.derive.below(`version of ${id}`, 1_000_000)),
          generation: 1,
        },
        ...(isPatch ? {} : statusOf(c, kind)),
      };
    },
    takesAlong: (c, e) => {
      if (type === NAMESPACE)
        return c.world
          .within(e.scope)
          .filter((o) => v.text(o.outputs, o.type === RELEASE ? "namespace" : "metadata.namespace") === e.id);
      return type === CRD
        ? c.world.within(e.scope).filter((o) => definitionOf([e], o.type) !== undefined)
        : [];
    },
  };
}

const alphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Fills in what Pulumi's provider does: a name, and the namespace of what is in one. */
function withDefaults(request: CheckRequest, site: Site | undefined, generation: number): Values {
  const given = v.text(site?.config, "namespace") ?? "default";
  if (request.type === RELEASE) return releaseDefaults(request, given, generation);
  const metadata = v.at(request.news, "metadata") ?? {};
  if (!v.isObject(metadata)) return request.news;
  const filled: Record<string, Value> = { ...metadata };
  if (metadata["name"] === undefined && !request.type.endsWith("Patch")) {
    const suffix = (length: number): string =>
      new Derive(request.randomSeed, request.urn).text(`name ${String(generation)}`, length, alphanumeric);
    const prefix = metadata["generateName"];
    filled["name"] =
      autonamed(request.olds) ??
      (typeof prefix === "string" ? `${prefix}${suffix(5)}` : `${request.name}-${suffix(8)}`);
    const annotations = metadata["annotations"];
    if (prefix === undefined)
      filled["annotations"] = {
        ...(v.isObject(annotations) ? annotations : {}),
        "pulumi.com/autonamed": "true",
      };
  }
  const kind = patchedKind(apiOf(request.type).kind);
  if (metadata["namespace"] === undefined && hasBuiltInScope(request.type) && !isClusterWide(kind))
    filled["namespace"] = given;
  return { ...request.news, metadata: filled };
}

/** A name that an earlier check made. */
function autonamed(olds: Values | undefined): string | undefined {
  const annotations = v.at(olds, "metadata");
  const marks = v.isObject(annotations) ? annotations["annotations"] : undefined;
  const auto = v.isObject(marks) && marks["pulumi.com/autonamed"] === "true";
  const generated = v.isObject(annotations) && annotations["generateName"] !== undefined;
  return auto || generated ? v.text(olds, "metadata.name") : undefined;
}

/** Whether the scope of a kind is known from its group alone; a custom resource's is its definition's to say. */
const hasBuiltInScope = (type: string): boolean => {
  const { group } = apiOf(type);
  return group === "" || group.endsWith(".k8s.io") || !group.includes(".");
};

const scopeOf = (site: Site): string => `kubernetes ${site.account}`;

/**
 * The enumerations of a built-in kind. The fields of a custom resource: by the definition in the cluster if it says
 * anything of them, else by what its operator declares. A kind that neither knows is not looked into.
 */
function checkFields(
  facts: PackageFacts,
  type: string,
  inputs: Values,
  world: WorldView,
  site: Site | undefined,
): readonly CheckFailure[] {
  if (!isCustom(facts, type)) return checkEnumerations(type, inputs);
  const definitions = site ? world.all(CRD).filter((e) => e.scope === scopeOf(site)) : [];
  const definition = definitionOf(definitions, type);
  const schema = (definition && definedSchema(facts, definition, type)) ?? operatorSchema(type);
  return schema ? checkAgainst(schema, type, inputs) : [];
}

/** The cluster whose API server a URL is, of EKS or OKE. */
export function clusterAt(world: WorldView, server: string): Entity | undefined {
  return world
    .resolve(server)
    .find((e) => e.type === "aws:eks/cluster:Cluster" || e.type === "oci:ContainerEngine/cluster:Cluster");
}

export const kubernetesCloud = (facts: PackageFacts, scenario: Scenario): Cloud => ({
  facts,
  strict: true,
  kinds: new Map([[RELEASE, release]]),
  functions: new Map(),
  fallback: (type) => objectKind(facts, type),
  typeFacts: (type) => {
    refuseUnsupported(type);
    return (
      facts.type(type) ??
      (/^kubernetes:[a-z0-9.-]+\/v\d\w*:[A-Z]\w*$/.test(type) ? customFacts(type) : undefined)
    );
  },
  defaults: withDefaults,
  check: ({ type }, inputs, world, site) => checkFields(facts, type, inputs, world, site),
  scope: (_kind, _inputs, site) => scopeOf(site),
  replacement: (type) => {
    const { kind } = apiOf(type.token);
    const listed = [...(replaced["*"] ?? []), ...(replaced[kind] ?? [])];
    return (path) => isAmong(path, listed);
  },
  replacementFor: (type, site) => {
    const { kind } = apiOf(type.token);
    return contentForcesNew(site.config, kind) ? ["data", "binaryData", "stringData"] : [];
  },
  byName: () => () => undefined,
  dangling: () => undefined,
  inUse: (e, holders) => ["Conflict", `${e.id} is in use by ${holders.map((h) => h.id).join(", ")}`],
  notFound: (kind, id) => ["NotFound", `${apiOf(kind.type).kind.toLowerCase()} "${id}" not found`],
  reach: (site, world) => {
    if (!scenario.hasWay(site.account.replace(/^https:\/\//, "")))
      throw new CloudError(
        "Unreachable",
        `configured Kubernetes cluster is unreachable: no way to ${site.account} from here`,
      );
    const cluster = clusterAt(world, site.account);
    if (!cluster)
      throw new CloudError(
        "Unreachable",
        `configured Kubernetes cluster is unreachable: no cluster answers at ${site.account}`,
      );
    const [cloud = "", , region = ""] = cluster.scope.split(" ");
    if (scenario.isLost(cloud, region))
      throw new CloudError(
        "Unreachable",
        `configured Kubernetes cluster is unreachable: ${site.account} in ${region} does not answer`,
      );
  },
});
