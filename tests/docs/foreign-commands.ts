/**
 * Commands of other makers that runbooks give, with the options that each takes: of `oci` 3.95.1 and `kubectl` 1.32.4, from
 * their own `--help`, read 2026-11-25.
 */
export const OCI_GLOBAL = ["profile", "region", "auth", "output", "query"];
export const OCI: Readonly<Record<string, readonly string[]>> = {
  "bastion session create-port-forwarding": [
    ...["bastion-id", "display-name", "key-type", "session-ttl", "ssh-public-key-file", "target-port"],
    ...["target-private-ip", "target-resource-id", "wait-for-state"],
  ],
  "bastion session get": ["session-id"],
  "bastion session delete": ["session-id", "force", "wait-for-state"],
  "ce cluster create-kubeconfig": [
    ...[
      "cluster-id",
      "file",
      "kube-endpoint",
      "token-version",
      "overwrite",
      "with-auth-context",
      "expiration",
    ],
  ],
  "ce cluster-options get": ["cluster-option-id", "compartment-id", "should-list-all-patch-versions"],
  "ce node-pool delete-node": [
    "node-pool-id",
    "node-id",
    "is-decrement-size",
    "override-eviction-grace-duration",
    "force",
  ],
  "ce work-request list": ["compartment-id", "cluster-id", "resource-id", "resource-type", "status", "all"],
  "ce work-request-error list": ["compartment-id", "work-request-id", "all"],
  "logging-search search-logs": ["search-query", "time-start", "time-end", "limit", "is-return-field-info"],
};

export const KUBECTL_GLOBAL = ["kubeconfig", "context", "namespace"];
export const KUBECTL: Readonly<Record<string, readonly string[]>> = {
  get: [
    ...["all-namespaces", "field-selector", "output", "selector", "show-labels", "watch", "raw", "sort-by"],
  ],
  describe: ["all-namespaces", "selector", "show-events"],
  cordon: ["dry-run", "selector"],
  "create job": ["dry-run", "from", "image", "output"],
  drain: [
    "delete-emptydir-data",
    "dry-run",
    "force",
    "grace-period",
    "ignore-daemonsets",
    "pod-selector",
    "timeout",
  ],
  delete: ["all", "all-namespaces", "grace-period", "ignore-not-found", "selector", "wait"],
  logs: ["all-containers", "container", "follow", "previous", "selector", "since", "tail", "timestamps"],
  events: ["all-namespaces", "for", "types", "watch", "output"],
  "auth can-i": ["all-namespaces", "list", "quiet", "subresource"],
  "auth whoami": ["output"],
};

/** Programs of the operating system, whose options are letters and are not looked into. */
export const SYSTEM = ["ssh", "sudo", "openssl"];
