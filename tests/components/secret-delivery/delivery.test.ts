import { ExternalSecret } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret";
import { SecretStore } from "@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { WorkloadIdentity } from "../../../components/oke";
import {
  DeliveredSecrets,
  deliveryFaults,
  readGrants,
  type DeliveredSecretsArgs,
} from "../../../components/secret-delivery";
import { NAMING, TAGS, named, recorded } from "../recorded";

const args: DeliveredSecretsArgs = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  namespace: "shop",
  vault: { id: "ocid1.vault.oc1.me-dubai-1.v", region: "me-dubai-1" },
  secrets: { "db-secret": { username: "shop-db-username", password: "shop-db-password" } },
};
let made: DeliveredSecrets | undefined;
const deliver = (more: Partial<DeliveredSecretsArgs> = {}) =>
  recorded(() => {
    made = new DeliveredSecrets("shop", { ...args, ...more });
  });

describe("by the External Secrets Operator", () => {
  test("OP-36 a store reads the vault with a workload identity of its own, and with nothing else", async () => {
    const resources = await deliver();
    const { inputs } = named(resources, "shop-store");
    new SecretStore(inputs).validate();
    expect(inputs["apiVersion"]).toBe("external-secrets.io/v1");
    expect(inputs["spec"]).toMatchObject({
      provider: {
        oracle: {
          vault: args.vault.id,
          region: "me-dubai-1",
          principalType: "Workload",
          serviceAccountRef: { name: "vault-reader" },
        },
      },
    });
    expect(JSON.stringify(inputs["spec"])).not.toContain("auth");
    expect(named(resources, "shop-account").inputs).toMatchObject({
      metadata: { name: "vault-reader", namespace: "shop" },
      automountServiceAccountToken: false,
    });
  });

  test("OP-37 db-secret is Opaque, with both keys from the vault, and no value is in anything registered", async () => {
    const resources = await deliver();
    const { inputs } = named(resources, "shop-secret-db-secret");
    new ExternalSecret(inputs).validate();
    expect(inputs["spec"]).toEqual({
      refreshInterval: "60m",
      secretStoreRef: { kind: "SecretStore", name: "shop" },
      target: {
        name: "db-secret",
        creationPolicy: "Owner",
        deletionPolicy: "Retain",
        template: { type: "Opaque" },
      },
      data: [
        { secretKey: "password", remoteRef: { key: "shop-db-password" } },
        { secretKey: "username", remoteRef: { key: "shop-db-username" } },
      ],
    });
    expect(resources.map(({ type }) => type)).not.toContain("kubernetes:core/v1:Secret");
  });
});

describe("by the Secrets Store CSI driver", () => {
  test("OP-36 the class names the same vault secrets, each in a file of its key's name", async () => {
    const resources = await deliver({ by: "csi", serviceAccount: "orders" });
    expect(resources.map(({ name }) => name)).toEqual(["shop-class-db-secret"]);
    const spec = named(resources, "shop-class-db-secret").inputs["spec"] as {
      provider: string;
      parameters: Record<string, string>;
    };
    expect(spec.provider).toBe("oci");
    expect(spec.parameters).toMatchObject({ authType: "workload", vaultId: args.vault.id });
    expect(parse(spec.parameters["secrets"] ?? "")).toEqual([
      { name: "shop-db-password", stage: "CURRENT", fileName: "password" },
      { name: "shop-db-username", stage: "CURRENT", fileName: "username" },
    ]);
  });
});

test("OP-36 pods find the same files at the same place either way", async () => {
  await deliver();
  const copied = made?.volumes["db-secret"];
  await deliver({ by: "csi", serviceAccount: "orders" });
  const mounted = made?.volumes["db-secret"];
  expect(mounted?.mount).toEqual({
    name: "db-secret",
    mountPath: "/var/run/secrets/vault/db-secret",
    readOnly: true,
  });
  expect(copied?.mount).toEqual(mounted?.mount);
  expect(copied?.volume).toEqual({
    name: "db-secret",
    secret: { secretName: "db-secret", defaultMode: 0o440 },
  });
  expect(mounted?.volume).toMatchObject({
    name: "db-secret",
    csi: { driver: "secrets-store.csi.k8s.io", volumeAttributes: { secretProviderClass: "db-secret" } },
  });
});

test("OP-41 the reader may read these secrets and no other", async () => {
  const resources = await recorded(() => {
    new WorkloadIdentity("reader", {
      naming: args.naming,
      tags: TAGS,
      compartmentId: "ocid1.compartment.oc1..environment",
      clusterId: "ocid1.cluster.oc1.c",
      namespace: "shop",
      serviceAccount: "vault-reader",
      grants: readGrants("ocid1.compartment.oc1..security", ["shop-db-password"]),
    });
  });
  expect(named(resources, "reader-policy").inputs["statements"]).toEqual([
    "Allow any-user to read secret-bundles in compartment id ocid1.compartment.oc1..security where all {" +
      "request.principal.type = 'workload', request.principal.namespace = 'shop', " +
      "request.principal.service_account = 'vault-reader', request.principal.cluster_id = 'ocid1.cluster.oc1.c', " +
      "target.secret.name = 'shop-db-password'}",
  ]);
});

test("everything wrong is said at once, and nothing is registered", async () => {
  const resources = await recorded(() => {
    expect(
      () =>
        new DeliveredSecrets("shop", {
          ...args,
          namespace: "Shop",
          serviceAccount: "default",
          refreshMinutes: 0,
          secrets: { "db secret": { "pass word": "a value; not a name" }, empty: {} },
        }),
    ).toThrow(
      /namespace is "Shop".*\n.*serviceAccount is "default".*\n.*refreshMinutes is 0.*\n.*"db secret".*\n.*"pass word".*\n.*secrets.empty.*\n.*secrets.db secret.pass word/,
    );
  });
  expect(resources).toEqual([]);
  expect(
    deliveryFaults({
      by: "env",
      namespace: undefined,
      serviceAccount: "a",
      secrets: {},
      refreshMinutes: 1,
    }).map(({ path }) => path),
  ).toEqual(["by", "secrets"]);
});
