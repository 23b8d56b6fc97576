import type { Values } from "../../engine/provider";
import type { Context, Report } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";

/** The API version and kind behind a type token: `kubernetes:networking.k8s.io/v1:NetworkPolicy`, `kubernetes:core/v1:Pod`. */
export function apiOf(type: string): { apiVersion: string; group: string; kind: string } {
  const [, module = "", kind = ""] = type.split(":");
  const apiVersion = module.startsWith("core/") ? module.slice(5) : module;
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return { apiVersion, group, kind };
}

/** Kinds of the built-in groups that are in no namespace (`kubectl api-resources --namespaced=false`). */
const clusterWide = new Set([
  "APIService",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ComponentStatus",
  "CSIDriver",
  "CSINode",
  "CustomResourceDefinition",
  "FlowSchema",
  "IngressClass",
  "IPAddress",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "RuntimeClass",
  "ServiceCIDR",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
]);

export const CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Namespaces that every cluster has from the start. */
const given = ["default", "kube-system", "kube-public", "kube-node-lease"];

export const isClusterWide = (kind: string): boolean => clusterWide.has(kind);

/** The definition of a custom resource's kind, if the cluster has it. */
export function definitionOf(definitions: readonly Entity[], type: string): Entity | undefined {
  const { apiVersion, group, kind } = apiOf(type);
  const version = apiVersion.slice(group.length + 1);
  return definitions.find(
    (d) =>
      v.text(d.inputs, "spec.group") === group &&
      v.text(d.inputs, "spec.names.kind") === kind &&
      v
        .objects(d.inputs, "spec.versions")
        .some((o) => v.text(o, "name") === version && v.flag(o, "served") !== false),
  );
}

export function refuseMissingNamespace(c: Context, namespace = c.text("metadata.namespace")): void {
  if (namespace === undefined || given.includes(namespace)) return;
  const makes = ({ inputs }: Entity): boolean =>
    v.text(inputs, "namespace") === namespace && v.flag(inputs, "createNamespace") === true;
  if (!c.find(namespace, NAMESPACE) && !c.all(RELEASE).some(makes))
    c.refuse("NotFound", `namespaces "${namespace}" not found`);
}

const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const startsWithLetter = /^(?=.{1,63}$)[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** Names by kind (Kubernetes documentation, "Object Names and IDs"). Those of RBAC may hold what a path segment may. */
function nameRule(kind: string): [pattern: RegExp, rule: string] {
  if (kind === "Namespace") return [label, "up to 63 lower-case letters, digits and hyphens"];
  if (kind === "Service")
    return [startsWithLetter, "up to 63 lower-case letters, digits and hyphens, a letter first"];
  if (/^(Cluster)?Role(Binding)?$/.test(kind)) return [/^[^/%]+$/, "no / or %"];
  return [subdomain, "up to 253 lower-case letters, digits, hyphens and dots"];
}

const qualified = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Pod Security Standards' levels on a namespace. */
const podSecurity = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)$/;
const levels = ["privileged", "baseline", "restricted"];

export function checkMetadata(inputs: Values, kind: string, report: Report): void {
  const name = v.text(inputs, "metadata.name");
  const [pattern, rule] = nameRule(kind);
  if (name !== undefined && !pattern.test(name)) report("metadata.name", `"${name}" is not allowed: ${rule}`);
  if (isClusterWide(kind) && v.at(inputs, "metadata.namespace") !== undefined)
    report("metadata.namespace", `a ${kind} is in no namespace`);
  for (const [key, value] of Object.entries(v.textMap(inputs, "metadata.labels"))) {
    if (!qualified.test(key)) report("metadata.labels", `"${key}" is not a label's name`);
    if (!labelValue.test(value)) report(`metadata.labels["${key}"]`, `"${value}" is not a label's value`);
    if (kind === "Namespace" && podSecurity.test(key) && !levels.includes(value))
      report(`metadata.labels["${key}"]`, `"${value}" must be one of ${levels.join(", ")}`);
  }
  for (const key of Object.keys(v.textMap(inputs, "metadata.annotations")))
    if (!qualified.test(key)) report("metadata.annotations", `"${key}" is not an annotation's name`);
}

const quantity = /^[+-]?(\d+(\.\d*)?|\.\d+)(m|[kMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

function quantities(values: v.ObjectValue | undefined, path: string, report: Report): void {
  for (const [key, value] of Object.entries(values ?? {}))
    if (typeof value === "string" && !quantity.test(value))
      report(`${path}.${key}`, `"${value}" is not a quantity`);
}

const objectAt = (inputs: Values, path: string): v.ObjectValue | undefined => {
  const value = v.at(inputs, path);
  return v.isObject(value) ? value : undefined;
};

function checkWorkload(inputs: Values, report: Report): void {
  const selector = v.textMap(inputs, "spec.selector.matchLabels");
  const labels = v.textMap(inputs, "spec.template.metadata.labels");
  if (
    v.at(inputs, "spec.selector") !== undefined &&
    v.at(inputs, "spec.template.metadata.labels") !== undefined
  )
    for (const [key, value] of Object.entries(selector))
      if (labels[key] !== value)
        report("spec.template.metadata.labels", "`selector` does not match template `labels`");
  checkPod(inputs, "spec.template.spec", report);
}

function checkPod(inputs: Values, path: string, report: Report): void {
  const containers = v.objects(inputs, `${path}.containers`);
  const names = containers.flatMap((c) => v.text(c, "name") ?? []);
  for (const [i, container] of containers.entries()) {
    const at = `${path}.containers[${String(i)}]`;
    const name = v.text(container, "name");
    if (name !== undefined && names.indexOf(name) !== i) report(`${at}.name`, `"${name}" is there already`);
    if (container["image"] === undefined) report(`${at}.image`, "a container needs an image");
    for (const key of ["requests", "limits"])
      quantities(objectAt(container, `resources.${key}`), `${at}.resources.${key}`, report);
  }
}

function checkNetworkPolicy(inputs: Values, report: Report): void {
  for (const [i, type] of v.texts(inputs, "spec.policyTypes").entries())
    if (type !== "Ingress" && type !== "Egress")
      report(`spec.policyTypes[${String(i)}]`, `"${type}" must be Ingress or Egress`);
  for (const direction of ["ingress", "egress"])
    for (const [i, rule] of v.objects(inputs, `spec.${direction}`).entries())
      for (const [j, port] of v.objects(rule, "ports").entries()) {
        const at = `spec.${direction}[${String(i)}].ports[${String(j)}]`;
        const protocol = v.text(port, "protocol");
        if (protocol !== undefined && !["TCP", "UDP", "SCTP"].includes(protocol))
          report(`${at}.protocol`, `"${protocol}" must be TCP, UDP or SCTP`);
        const number = v.numeric(port, "port");
        if (number !== undefined && (number < 1 || number > 65535))
          report(`${at}.port`, `${String(number)} is not a port`);
      }
}

function checkLimits(inputs: Values, report: Report): void {
  for (const [i, entry] of v.objects(inputs, "spec.limits").entries())
    for (const key of ["default", "defaultRequest", "max", "min"])
      quantities(objectAt(entry, key), `spec.limits[${String(i)}].${key}`, report);
}

/** What the API server says about kinds worth a look of their own. */
export const kindChecks: Readonly<Record<string, (inputs: Values, report: Report) => void>> = {
  Deployment: checkWorkload,
  StatefulSet: checkWorkload,
  DaemonSet: checkWorkload,
  ReplicaSet: checkWorkload,
  Job: (inputs, report) => {
    checkPod(inputs, "spec.template.spec", report);
  },
  CronJob: (inputs, report) => {
    checkPod(inputs, "spec.jobTemplate.spec.template.spec", report);
    const schedule = v.text(inputs, "spec.schedule");
    if (schedule !== undefined && !/^(@\w+|(\S+\s+){4}\S+)$/.test(schedule))
      report("spec.schedule", `"${schedule}" is not a cron schedule`);
  },
  Pod: (inputs, report) => {
    checkPod(inputs, "spec", report);
  },
  NetworkPolicy: checkNetworkPolicy,
  ResourceQuota: (inputs, report) => {
    quantities(objectAt(inputs, "spec.hard"), "spec.hard", report);
  },
  LimitRange: checkLimits,
};
