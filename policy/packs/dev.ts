import type { Pack } from "./pack";

/** What keeps people and data safe is mandatory; the rest is advice. */
export const dev: Pack = {
  "no-public-oke": "mandatory",
  "dlq-required": "mandatory",
  "nsg-no-world-ingress": "mandatory",
  "plan-conformance": "mandatory",
  "env-no-cross-route": "mandatory",
  "region-from-config": "mandatory",
  "name-and-tags": "advisory",
  "layer-order": "mandatory",
  "catalogue-version": "advisory",
  "no-plaintext-secret": "mandatory",
  "bucket-private": "mandatory",
  "cmk-required": "advisory",
  "iam-no-broad-grant": "mandatory",
  "image-pinned": "advisory",
  "no-retired-ingress": "mandatory",
  "k8s-workload-hardened": "advisory",
  "eso-api-v1": "mandatory",
  "exemption-expiry": "mandatory",
};
