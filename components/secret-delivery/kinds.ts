import { customKind } from "../kubernetes";
import type { ExternalSecretSpec, ProviderClassSpec, StoreSpec } from "./plan";

/** Kinds of the External Secrets Operator: v1, the only version that it serves since 0.17. */
export const SecretStore = customKind<StoreSpec>("external-secrets.io/v1", "SecretStore");
export const ExternalSecret = customKind<ExternalSecretSpec>("external-secrets.io/v1", "ExternalSecret");

/** The kind of the Secrets Store CSI driver. */
export const SecretProviderClass = customKind<ProviderClassSpec>(
  "secrets-store.csi.x-k8s.io/v1",
  "SecretProviderClass",
);
