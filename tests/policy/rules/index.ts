import type { RuleCases } from "../sample";
import { bucketPrivateCases } from "./bucket-private";
import { catalogueVersionCases } from "./catalogue-version";
import { cmkRequiredCases } from "./cmk-required";
import { dlqRequiredCases } from "./dlq-required";
import { envNoCrossRouteCases } from "./env-no-cross-route";
import { esoApiV1Cases } from "./eso-api-v1";
import { iamNoBroadGrantCases } from "./iam-no-broad-grant";
import { imagePinnedCases } from "./image-pinned";
import { k8sWorkloadHardenedCases } from "./k8s-workload-hardened";
import { layerOrderCases } from "./layer-order";
import { nameAndTagsCases } from "./name-and-tags";
import { noPlaintextSecretCases } from "./no-plaintext-secret";
import { noPublicOkeCases } from "./no-public-oke";
import { noRetiredIngressCases } from "./no-retired-ingress";
import { nsgNoWorldIngressCases } from "./nsg-no-world-ingress";
import { planConformanceCases } from "./plan-conformance";
import { prodProtectionCases } from "./prod-protection";
import { regionFromConfigCases } from "./region-from-config";

/** The cases of every rule but `exemption-expiry`, which judges waivers and not resources. */
export const CASES: readonly RuleCases[] = [
  noPublicOkeCases,
  dlqRequiredCases,
  nsgNoWorldIngressCases,
  planConformanceCases,
  envNoCrossRouteCases,
  regionFromConfigCases,
  nameAndTagsCases,
  layerOrderCases,
  catalogueVersionCases,
  noPlaintextSecretCases,
  bucketPrivateCases,
  cmkRequiredCases,
  iamNoBroadGrantCases,
  prodProtectionCases,
  imagePinnedCases,
  noRetiredIngressCases,
  k8sWorkloadHardenedCases,
  esoApiV1Cases,
];
