import type { Fault } from "../core";

/**
 * How a secret of OCI Vault comes into pods. `external-secrets`: an operator copies it into a Kubernetes Secret, which any
 * pod of the namespace may mount, and copies it again when it changes. `csi`: a driver puts it into the pod's own memory
 * when the pod starts; nothing is stored in the cluster, and the pod itself must be allowed to read the vault.
 */
export const DELIVERIES = ["external-secrets", "csi"] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Where pods find delivered secrets, whichever the way: a folder for each secret, a file for each key. */
export const MOUNT_ROOT = "/var/run/secrets/vault";

/** Where the vault is. */
export interface VaultPlace {
  readonly id: string;
  /** Region of the vault: `me-dubai-1`. */
  readonly region: string;
}

/** The keys of one delivered secret, each with the name of the vault secret that has its value. */
export type SecretKeys = Readonly<Record<string, string>>;

/** A store of the External Secrets Operator, as far as it is used here. */
export interface StoreSpec {
  readonly provider: {
    readonly oracle: {
      readonly vault: string;
      readonly region: string;
      readonly principalType: "Workload";
      readonly serviceAccountRef: { readonly name: string };
    };
  };
  readonly retrySettings: { readonly maxRetries: number; readonly retryInterval: string };
}

/**
 * A store that reads with the identity of one service account: the operator asks the cluster for its token, so that the
 * operator's own identity opens nothing (external-secrets.io, "Oracle Vault").
 */
export function storeSpec(vault: VaultPlace, serviceAccount: string): StoreSpec {
  return {
    provider: {
      oracle: {
        vault: vault.id,
        region: vault.region,
        principalType: "Workload",
        serviceAccountRef: { name: serviceAccount },
      },
    },
    retrySettings: { maxRetries: 5, retryInterval: "10s" },
  };
}

/** A secret that the operator copies. */
export interface ExternalSecretSpec {
  readonly refreshInterval: string;
  readonly secretStoreRef: { readonly kind: "SecretStore"; readonly name: string };
  readonly target: {
    readonly name: string;
    readonly creationPolicy: "Owner";
    readonly deletionPolicy: "Retain";
    readonly template: { readonly type: "Opaque" };
  };
  readonly data: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string } }[];
}

/**
 * What the operator shall copy. The copy goes with its ExternalSecret; when the vault has lost the value, or does not
 * answer, the last one stays, so that running pods keep theirs.
 */
export function externalSecretSpec(
  name: string,
  keys: SecretKeys,
  store: string,
  refreshMinutes: number,
): ExternalSecretSpec {
  return {
    refreshInterval: `${refreshMinutes}m`,
    secretStoreRef: { kind: "SecretStore", name: store },
    target: {
      name,
      creationPolicy: "Owner",
      deletionPolicy: "Retain",
      template: { type: "Opaque" },
    },
    data: sorted(keys).map(([secretKey, key]) => ({ secretKey, remoteRef: { key } })),
  };
}

/** What the CSI driver shall mount, as its provider for OCI takes it. */
export interface ProviderClassSpec {
  readonly provider: "oci";
  readonly parameters: {
    readonly authType: "workload";
    readonly vaultId: string;
    /** YAML: a list of names, with the file that each becomes. */
    readonly secrets: string;
  };
}

/**
 * The class of one secret (github.com/oracle/oci-secrets-store-csi-driver-provider, deploy/example/workload): each value in
 * a file of the key's name.
 */
export function providerClassSpec(keys: SecretKeys, vaultId: string): ProviderClassSpec {
  const entries = sorted(keys).map(
    ([key, name]) =>
      `- name: ${JSON.stringify(name)}\n  stage: CURRENT\n  fileName: ${JSON.stringify(key)}\n`,
  );
  return {
    provider: "oci",
    parameters: { authType: "workload", vaultId, secrets: entries.join("") },
  };
}

/** The volume of a pod that has the secret, for either way. */
export function volumeOf(delivery: Delivery, name: string) {
  return delivery === "csi"
    ? {
        name,
        csi: {
          driver: "secrets-store.csi.k8s.io",
          readOnly: true,
          volumeAttributes: { secretProviderClass: name },
        },
      }
    : { name, secret: { secretName: name, defaultMode: 0o440 } };
}

/** Where a container mounts that volume: whole, since a `subPath` is never updated (Kubernetes documentation, "Secrets"). */
export function mountOf(name: string) {
  return { name, mountPath: `${MOUNT_ROOT}/${name}`, readOnly: true };
}

/** The condition by which a grant is for one secret (Vault guide, "Details for the Vault Service"). */
export function secretCondition(vaultSecret: string): string {
  return `target.secret.name = '${vaultSecret}'`;
}

/** Names of namespaces, service accounts and Secrets (Kubernetes documentation, "Object Names and IDs"). */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Keys of a Secret (Kubernetes API reference, Secret `data`). */
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
/** OCI Vault API, CreateSecretDetails `secretName`. */
const VAULT_SECRET = /^[\w.-]{1,255}$/;

/** Says what the name of a vault secret must be when it is none. */
export function vaultSecretTest(name: string): string | undefined {
  return VAULT_SECRET.test(name)
    ? undefined
    : "the name of a vault secret: letters, digits, hyphens, underscores and dots";
}

/** What of a delivery is plain before anything is registered. */
export interface PlainDelivery {
  readonly by: string;
  readonly namespace: string | undefined;
  readonly serviceAccount: string;
  readonly secrets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly refreshMinutes: number;
}

/** Everything wrong with a delivery. */
export function deliveryFaults(plain: PlainDelivery): Fault[] {
  const faults: Fault[] = [];
  const expect = (path: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path, given, allowed });
  };
  expect(
    "by",
    plain.by,
    (DELIVERIES as readonly string[]).includes(plain.by),
    `one of ${DELIVERIES.join(", ")}`,
  );
  if (plain.namespace !== undefined)
    expect("namespace", plain.namespace, LABEL.test(plain.namespace), "the name of a namespace");
  expect(
    "serviceAccount",
    plain.serviceAccount,
    LABEL.test(plain.serviceAccount) && plain.serviceAccount !== "default",
    "a service account of its own: every pod that names none has `default`",
  );
  expect(
    "refreshMinutes",
    plain.refreshMinutes,
    Number.isInteger(plain.refreshMinutes) && plain.refreshMinutes >= 1 && plain.refreshMinutes <= 1440,
    "a whole number of minutes from 1 to 1440",
  );
  const names = Object.keys(plain.secrets);
  expect("secrets", plain.secrets, names.length > 0, "one secret at least");
  for (const name of names) {
    const keys = Object.keys(plain.secrets[name] ?? {});
    expect(`secrets.${name}`, name, LABEL.test(name), "the name of a Secret that is one of a volume too");
    expect(`secrets.${name}`, keys, keys.length > 0, "one key at least");
    for (const key of keys)
      expect(
        `secrets.${name}.${key}`,
        key,
        KEY.test(key),
        "a key of letters, digits, hyphens, underscores and dots",
      );
  }
  return faults;
}

function sorted(keys: SecretKeys): [string, string][] {
  return Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1));
}
