import type { Pack } from "./pack";

/** Everything is mandatory but keys of one's own; production data is not here to be protected. */
export const staging: Pack = {
  "no-public-oke": "mandatory",
  "dlq-required": "mandatory",
  "nsg-no-world-ingress": "mandatory",
  "plan-conformance": "mandatory",
  "env-no-cross-route": "mandatory",
  "region-from-config": "mandatory",
  "name-and-tags": "mandatory",
  "layer-order": "mandatory",
  "catalogue-version": "mandatory",
  "no-plaintext-secret": "mandatory",
  "bucket-private": "mandatory",
  "cmk-required": "advisory",
  "iam-no-broad-grant": "mandatory",
  "image-pinned": "mandatory",
  "no-retired-ingress": "mandatory",
  "k8s-workload-hardened": "mandatory",
  "eso-api-v1": "mandatory",
  "exemption-expiry": "mandatory",
};
