import type { PinnedAction } from "./model";

/** Actions of others that the workflows use. A commit can not be moved, a tag can; each is the commit of its release tag. */
export const ACTIONS = {
  checkout: {
    name: "actions/checkout",
    release: "v7.0.1",
    commit: "3d3c42e5aac5ba805825da76410c181273ba90b1",
  },
  setupNode: {
    name: "actions/setup-node",
    release: "v7.0.0",
    commit: "820762786026740c76f36085b0efc47a31fe5020",
  },
  upload: {
    name: "actions/upload-artifact",
    release: "v7.0.0",
    commit: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
  },
  download: {
    name: "actions/download-artifact",
    release: "v8.0.1",
    commit: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
  },
  aws: {
    name: "aws-actions/configure-aws-credentials",
    release: "v6.2.3",
    commit: "e6de054238d6b7531b4efff3b6587d9aade6a06c",
  },
  pulumi: {
    name: "pulumi/actions",
    release: "v7.0.0",
    commit: "8e5e406f4007fca908480587cb9893c07090f58d",
  },
  sbom: {
    name: "anchore/sbom-action",
    release: "v0.24.0",
    commit: "e22c389904149dbc22b58101806040fa8d37a610",
  },
  scan: {
    name: "anchore/scan-action",
    release: "v7.4.0",
    commit: "e1165082ffb1fe366ebaf02d8526e7c4989ea9d2",
  },
  cosign: {
    name: "sigstore/cosign-installer",
    release: "v4.1.2",
    commit: "6f9f17788090df1f26f669e9d70d6ae9567deba6",
  },
} as const satisfies Record<string, PinnedAction>;
