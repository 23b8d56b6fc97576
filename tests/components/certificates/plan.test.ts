import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  PrivateIssuer,
  ServiceCertificates,
  TrustBundle,
  lifetimeFaults,
  renewalTime,
  vaultIssuer,
  type VaultIssuerInput,
} from "../../../components/certificates";
import { NAMING, TAGS, named, recorded } from "../recorded";

const place = { naming: NAMING, tags: TAGS };
const shop = { ...place, trustDomain: "dev.acme", namespace: "shop", issuerName: "platform-ca" };
const HOUR = 3_600_000;

describe("certificates of services", () => {
  test("OK-38 two services have names, Secrets and identities of their own", async () => {
    const resources = await recorded(() => {
      new ServiceCertificates("shop", {
        ...shop,
        accounts: { orders: {}, payments: { services: ["payments-svc"] } },
      });
    });
    const [orders, payments] = ["orders", "payments"].map((account) =>
      named(resources, `shop-certificate-${account}`),
    );
    expect(orders?.type).toBe("kubernetes:cert-manager.io/v1:Certificate");
    expect(orders?.inputs).toMatchObject({
      metadata: { name: "orders", namespace: "shop", labels: { Team: "shop" } },
      spec: {
        secretName: "orders-tls",
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "platform-ca" },
        duration: "24h",
        dnsNames: ["orders.shop", "orders.shop.svc", "orders.shop.svc.cluster.local"],
        uris: ["spiffe://dev.acme/ns/shop/sa/orders"],
        usages: ["digital signature", "server auth", "client auth"],
        privateKey: { rotationPolicy: "Always" },
      },
    });
    expect(payments?.inputs["spec"]).toMatchObject({
      secretName: "payments-tls",
      dnsNames: ["payments-svc.shop", "payments-svc.shop.svc", "payments-svc.shop.svc.cluster.local"],
      uris: ["spiffe://dev.acme/ns/shop/sa/payments"],
    });
  });

  test("OK-38, OK-39, OK-40 every fault is named at once: a shared name, 25 hours, a late renewal, the default account", () => {
    expect(
      () =>
        new ServiceCertificates("shop", {
          ...shop,
          trustDomain: "Dev",
          hours: 25,
          renewBeforeHours: 2,
          accounts: { default: {}, orders: {}, billing: { services: ["orders"] } },
        }),
    ).toThrow(
      /hours is 25; allowed: .*1 to 24[\s\S]*renewBeforeHours is 2; allowed: whole hours from 9[\s\S]*trustDomain is "Dev"[\s\S]*an account of its own[\s\S]*accounts\.billing\.services is "orders".*orders answers/,
    );
  });

  test("OK-39 the longest life passes, an hour more does not", () => {
    expect(lifetimeFaults("workload", { hours: 24 })).toEqual([]);
    expect(lifetimeFaults("workload", { hours: 25 })).toHaveLength(1);
    expect(lifetimeFaults("server", { hours: 2160 })).toEqual([]);
    expect(lifetimeFaults("server", { hours: 2161 })).toHaveLength(1);
    expect(lifetimeFaults("workload", { hours: 24, renewBeforeHours: 8 })).toEqual([]);
    expect(lifetimeFaults("workload", { hours: 24, renewBeforeHours: 7 })).toHaveLength(1);
  });

  test("OK-40 renewal comes at two thirds of the real life, to the second", () => {
    const from = new Date("2026-11-25T00:00:00Z");
    const after = (hours: number) => new Date(from.getTime() + hours * HOUR);
    expect(renewalTime(from, after(24))).toEqual(after(16));
    expect(renewalTime(from, after(24), 10)).toEqual(after(14));
    // A CA that ends sooner cuts the life short, and an hour before the end would be before the beginning.
    expect(renewalTime(from, after(3))).toEqual(after(2));
    expect(renewalTime(from, after(3), 8)).toEqual(after(2));
    fc.assert(
      fc.property(fc.integer({ min: 3600, max: 7_776_000 }), (seconds) => {
        const until = new Date(from.getTime() + seconds * 1000);
        const at = renewalTime(from, until);
        expect(at.getMilliseconds()).toBe(0);
        expect(Math.abs(at.getTime() - from.getTime() - (seconds * 2000) / 3)).toBeLessThan(1000);
      }),
    );
  });
});

describe("the private issuer", () => {
  const root = { certificatePem: "the root", privateKeyPem: "the root's key" };
  const make = (more: object = {}) =>
    recorded(() => {
      new PrivateIssuer("issuer", { ...place, root, namespace: "cert-manager", ...more });
    });

  test("OK-47 is a CA of the cluster's own, which signs no other one and outlives what it signs", async () => {
    const resources = await make();
    expect(named(resources, "issuer-certificate").inputs).toMatchObject({
      caCertPem: "the root",
      isCaCertificate: true,
      maxPathLength: 0,
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: 8760,
      earlyRenewalHours: 2160,
    });
    expect(named(resources, "issuer-issuer").inputs).toMatchObject({
      kind: "ClusterIssuer",
      metadata: { name: "platform-ca" },
    });
    // The root's key signs; nothing that goes into the cluster holds it.
    const holders = resources.filter(({ inputs }) => JSON.stringify(inputs).includes("the root's key"));
    expect(holders.map(({ name }) => name)).toEqual(["issuer-certificate"]);
  });

  test("refuses a CA that would end before what it signed, at once", () => {
    const wrong = { ...place, root, namespace: "cert-manager", validityDays: 60, renewBeforeDays: 30 };
    expect(() => new PrivateIssuer("issuer", wrong)).toThrow(
      /2 invalid inputs[\s\S]*validityDays is 60[\s\S]*renewBeforeDays is 30/,
    );
  });
});

describe("an issuer of Vault", () => {
  const caPem = "-----BEGIN CERTIFICATE-----\nTEk=\n-----END CERTIFICATE-----\n";
  const right: VaultIssuerInput = {
    server: "https://vault.example.com:8200",
    caPem,
    auth: { kubernetes: { role: "oke", serviceAccount: "cert-manager" } },
  };

  test("signs by the path of the source, with its CA and one way to log in", () => {
    expect(vaultIssuer(right)).toEqual({
      vault: {
        server: "https://vault.example.com:8200",
        path: "pki/sign/oke",
        caBundle: Buffer.from(caPem).toString("base64"),
        auth: {
          kubernetes: {
            role: "oke",
            mountPath: "/v1/auth/kubernetes",
            serviceAccountRef: { name: "cert-manager" },
          },
        },
      },
    });
  });

  const token = { name: "vault-token", key: "token" };
  test.each<[string, Partial<VaultIssuerInput>, RegExp]>([
    ["no way to log in", { auth: {} }, /auth is "none"; allowed: exactly one of kubernetes, appRole, token/],
    ["two ways", { auth: { ...right.auth, token } }, /auth is "kubernetes and token"/],
    ["plain http", { server: "http://vault.example.com" }, /an https:\/\/ address/],
    ["a server of OCI", { server: "https://vault.oci.oraclecloud.com" }, /OCI's vault keeps keys/],
    ["a key for a CA", { caPem: "-----BEGIN PRIVATE KEY-----" }, /what is no certificate/],
    ["a path that signs nothing", { path: "pki/oke" }, /MOUNT\/sign\/ROLE/],
  ])("with %s throws", (_name, wrong, says) => {
    expect(() => vaultIssuer({ ...right, ...wrong })).toThrow(says);
  });

  test("every fault is named at once", () => {
    expect(() => vaultIssuer({ server: "http://a.oraclecloud.com", auth: {}, caPem: "" })).toThrow(
      /4 invalid inputs/,
    );
  });
});

describe("the trust bundle", () => {
  const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;

  test("OK-47 holds every root during a change of it, in every namespace", async () => {
    const resources = await recorded(() => {
      const namespaces = { workloads: "shop", ingress: "ingress" };
      new TrustBundle("trust", { ...place, namespaces, roots: [pem("T0xE"), pem("TkVX")] });
    });
    for (const [role, namespace] of [
      ["workloads", "shop"],
      ["ingress", "ingress"],
    ] as const)
      expect(named(resources, `trust-bundle-${role}`).inputs).toMatchObject({
        metadata: { name: "platform-trust", namespace },
        data: { "ca.crt": pem("T0xE") + pem("TkVX") },
      });
  });

  test("a key is never put where everybody reads it, nor into the message", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    const make = () =>
      new TrustBundle("trust", { ...place, namespaces: { workloads: "shop" }, roots: [key] });
    expect(make).toThrow(/certificates in PEM/);
    expect(make).not.toThrow(/c2VjcmV0/);
  });
});
