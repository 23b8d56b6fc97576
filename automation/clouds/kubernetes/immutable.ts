/** Paths by kind; `*` is for every kind. */
type FieldsByKind = Readonly<Record<string, readonly string[] | undefined>>;

const under = (prefix: string, fields: readonly string[]): string[] =>
  fields.map((field) => `${prefix}.${field}`);

const container = [
  ...["args", "command", "env", "image", "imagePullPolicy", "lifecycle", "livenessProbe", "ports"],
  ...["readinessProbe", "resources", "securityContext", "stdin", "stdinOnce", "terminationMessagePath"],
  ...["terminationMessagePolicy", "tty", "volumeDevices", "volumeMounts", "workingDir"],
];

/**
 * What Pulumi's provider makes a new object for (`forceNewProperties` in provider/pkg/provider/diff.go of
 * https://github.com/pulumi/pulumi-kubernetes, read 2026-11-25). The provider looks at no version but those that are
 * served today; the data of a ConfigMap or Secret depends on its configuration and is not here.
 */
export const replaced: FieldsByKind = {
  "*": ["metadata.name", "metadata.namespace", "apiVersion", "kind"],
  ClusterRoleBinding: ["roleRef"],
  RoleBinding: ["roleRef"],
  DaemonSet: ["spec.selector"],
  Deployment: ["spec.selector"],
  Job: under("spec", ["completions", "parallelism", "selector", "template"]),
  PersistentVolume: under("spec", [
    ...["awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume"],
    ...["flocker", "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local", "nfs"],
    ...["photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume"],
  ]),
  PersistentVolumeClaim: under("spec", ["accessModes", "selector", "storageClassName", "volumeName"]),
  Pod: [
    ...under("spec", [
      ...["affinity", "automountServiceAccountToken", "dnsConfig", "dnsPolicy", "enableServiceLinks"],
      ...["hostAliases", "hostIPC", "hostNetwork", "hostPID", "hostname", "imagePullSecrets", "nodeName"],
      ...["nodeSelector", "overhead", "preemptionPolicy", "priority", "priorityClassName", "readinessGates"],
      ...["restartPolicy", "runtimeClassName", "schedulerName", "securityContext", "serviceAccount"],
      ...["serviceAccountName", "shareProcessNamespace", "subdomain", "terminationGracePeriodSeconds"],
      "volumes",
    ]),
    ...under("spec.containers", container),
    ...under("spec.initContainers", container),
  ],
  // helm_release.go, `Diff`
  Release: ["name", "namespace"],
  ResourceQuota: ["spec.scopes"],
  Secret: ["type"],
  Service: ["spec.clusterIP"],
  StatefulSet: under("spec", [
    ...["podManagementPolicy", "revisionHistoryLimit", "selector", "serviceName", "volumeClaimTemplates"],
  ]),
  StorageClass: ["parameters", "provisioner"],
};

/**
 * What the API server refuses to change and the provider makes no new object for: another name, or `replaceOnChanges`, is
 * the way out. From https://github.com/kubernetes/kubernetes, `Validate…Update` in pkg/apis/{batch,networking,scheduling,
 * storage}/validation and of CustomResourceDefinition in apiextensions, read 2026-11-25.
 */
export const fixed: FieldsByKind = {
  CustomResourceDefinition: under("spec", ["group", "names.kind", "names.plural", "scope"]),
  IngressClass: ["spec.controller"],
  Job: under("spec", ["backoffLimitPerIndex", "completionMode", "managedBy", "podFailurePolicy"]),
  PriorityClass: ["preemptionPolicy", "value"],
  StorageClass: ["reclaimPolicy", "volumeBindingMode"],
};

/** Whether a path is one of these or a part of one. */
export const isAmong = (path: string, fields: readonly string[]): boolean =>
  fields.some((field) => path === field || path.startsWith(`${field}.`));
