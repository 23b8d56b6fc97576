import { ServiceAccount, type ServiceAccountArgs } from "@pulumi/kubernetes/core/v1/serviceAccount";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, type ComponentArgs } from "../core";
import type { CustomArgs } from "../kubernetes";
import { ExternalSecret, SecretProviderClass, SecretStore } from "./kinds";
import {
  deliveryFaults,
  externalSecretSpec,
  mountOf,
  providerClassSpec,
  storeSpec,
  vaultSecretTest,
  volumeOf,
  type Delivery,
  type ExternalSecretSpec,
  type ProviderClassSpec,
  type SecretKeys,
  type StoreSpec,
} from "./plan";

/** Children of {@link DeliveredSecrets}, for `transform`. */
export interface DeliveredSecretsChildren {
  account: ServiceAccountArgs;
  store: CustomArgs<StoreSpec>;
  secret: CustomArgs<ExternalSecretSpec>;
  class: CustomArgs<ProviderClassSpec>;
}

export interface DeliveredSecretsArgs extends ComponentArgs<DeliveredSecretsChildren> {
  /**
   * The way: `external-secrets` or `csi`. Pods find the same files at the same place either way.
   * @default "external-secrets"
   */
  readonly by?: Delivery;
  /** Namespace of the pods. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Who reads the vault. By the operator: an account made for that, which no pod has. By the driver: the pods' own account,
   * which must be there.
   * @default "vault-reader"
   */
  readonly serviceAccount?: string;
  /** The vault, in the cluster's region. */
  readonly vault: { readonly id: pulumi.Input<string>; readonly region: string };
  /**
   * Secrets by name, each with its keys and the vault secret that has the value:
   * `{ "db-secret": { username: "shop-db-username", password: "shop-db-password" } }`.
   */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
  /**
   * Minutes until the operator looks for a new value, 1 to 1440. The driver has its own period, of its chart.
   * @default 60
   */
  readonly refreshMinutes?: number;
}

/**
 * Secrets of OCI Vault in the pods of a namespace. Only names are known here: values go from the vault into the cluster, and
 * pass through no program, state or log. The reader has an identity of its own; give it `readGrants` by a
 * `WorkloadIdentity` of `pulumi-causeway/oke`, which needs an enhanced cluster.
 *
 * Children: by the operator `account`, `store` and a `secret` each; by the driver a `class` each.
 *
 * @throws {InputError} with every fault of names and times.
 * @example
 * const delivered = new DeliveredSecrets("shop", {
 *   naming, tags, namespace: "shop", vault: { id: vaultId, region: "me-dubai-1" },
 *   secrets: { "db-secret": { username: "shop-db-username", password: "shop-db-password" } },
 * }, { providers: [kubernetes], dependsOn: operator });
 * const { volume, mount } = delivered.volumes["db-secret"];
 */
export class DeliveredSecrets extends Component<DeliveredSecretsChildren> {
  /** What a pod needs to have a secret: a volume, and the mount of its containers. */
  readonly volumes: Readonly<
    Record<
      string,
      { readonly volume: ReturnType<typeof volumeOf>; readonly mount: ReturnType<typeof mountOf> }
    >
  >;
  /** Name of the service account that reads the vault. */
  readonly readerName: string;

  constructor(name: string, args: DeliveredSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { by = "external-secrets", serviceAccount = "vault-reader", refreshMinutes = 60, namespace } = args;
    const check = new Check(`DeliveredSecrets "${name}"`);
    const plain = typeof namespace === "string" ? namespace : undefined;
    const given = { by, namespace: plain, serviceAccount, secrets: args.secrets, refreshMinutes };
    for (const { path, given: value, allowed } of deliveryFaults(given)) check.fault(path, value, allowed);
    const secrets = Object.entries(args.secrets).map(([secret, keys]) => {
      const checked = Object.entries(keys).map(
        ([key, from]) => [key, check.input(`secrets.${secret}.${key}`, from, vaultSecretTest)] as const,
      );
      return [secret, pulumi.output(Object.fromEntries(checked))] as const;
    });
    check.done();
    super("secret-delivery", "DeliveredSecrets", name, args, opts);

    if (by === "csi") for (const [secret, keys] of secrets) this.createClass(secret, keys, args);
    else this.createCopies(name, secrets, args, serviceAccount, refreshMinutes);

    this.readerName = serviceAccount;
    this.volumes = Object.fromEntries(
      secrets.map(([secret]) => [secret, { volume: volumeOf(by, secret), mount: mountOf(secret) }]),
    );
    this.registerOutputs({ readerName: serviceAccount });
  }

  private createCopies(
    name: string,
    secrets: readonly (readonly [string, pulumi.Output<SecretKeys>])[],
    { namespace, vault }: DeliveredSecretsArgs,
    serviceAccount: string,
    refreshMinutes: number,
  ): void {
    const account = this.child("account", ServiceAccount, {
      metadata: { name: serviceAccount, namespace },
      automountServiceAccountToken: false,
    });
    const store = this.child(
      "store",
      SecretStore,
      {
        metadata: { name, namespace },
        spec: pulumi
          .all([vault.id, account.metadata.name])
          .apply(([id, reader]) => storeSpec({ id, region: vault.region }, reader)),
      },
      { dependsOn: [account] },
    );
    for (const [secret, keys] of secrets)
      this.child(
        "secret",
        ExternalSecret,
        {
          metadata: { name: secret, namespace },
          spec: keys.apply((known) => externalSecretSpec(secret, known, name, refreshMinutes)),
        },
        { role: secret, dependsOn: [store] },
      );
  }

  private createClass(
    secret: string,
    keys: pulumi.Output<SecretKeys>,
    { namespace, vault }: DeliveredSecretsArgs,
  ): void {
    this.child(
      "class",
      SecretProviderClass,
      {
        metadata: { name: secret, namespace },
        spec: pulumi.all([keys, vault.id]).apply(([known, id]) => providerClassSpec(known, id)),
      },
      { role: secret },
    );
  }
}
