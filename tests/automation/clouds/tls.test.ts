import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { driver, openClouds, temporaryFolder, textOf, type Driver, type Made } from "./harness";

const token = (name: string) => `tls:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const tls = (seed = "s"): Promise<Driver> => driver(openClouds({ seed }), "tls");

const key = (cloud: Driver, name: string, inputs: Values): Promise<Made> =>
  cloud.create(token("PrivateKey"), name, inputs);

const authority = (cloud: Driver, privateKeyPem: string) =>
  cloud.create(token("SelfSignedCert"), "ca", {
    privateKeyPem,
    isCaCertificate: true,
    setSubjectKeyId: true,
    validityPeriodHours: 8760,
    allowedUses: ["cert_signing", "crl_signing"],
    subject: { commonName: "Bootstrap CA", organization: "Causeway", country: "AE" },
  });

describe("private keys", () => {
  test.each([
    ["ED25519", {}, "ed25519"],
    ["ECDSA", { ecdsaCurve: "P256" }, "ec"],
    ["ECDSA", { ecdsaCurve: "P384" }, "ec"],
    ["ECDSA", { ecdsaCurve: "P521" }, "ec"],
    ["ECDSA", {}, "ec"],
    ["RSA", { rsaBits: 2048 }, "rsa"],
    ["RSA", { rsaBits: 3072 }, "rsa"],
  ])("%s %j is a key that others read", async (algorithm, more, type) => {
    const made = await key(await tls(), "k", { algorithm, ...more });
    const pem = textOf(made.outputs, "privateKeyPem");
    expect(createPrivateKey(pem).asymmetricKeyType).toBe(type);
    expect(
      createPrivateKey(textOf(made.outputs, "privateKeyPemPkcs8")).export({ format: "der", type: "pkcs8" }),
    ).toEqual(createPrivateKey(pem).export({ format: "der", type: "pkcs8" }));
    expect(createPublicKey(pem).export({ format: "pem", type: "spki" })).toBe(made.outputs["publicKeyPem"]);
  });

  test("keys derive from seed and name; another seed is another key", async () => {
    const kinds: Values[] = [
      { algorithm: "ED25519" },
      { algorithm: "ECDSA", ecdsaCurve: "P256" },
      { algorithm: "RSA" },
    ];
    for (const inputs of kinds) {
      const pem = async (seed: string, name: string) =>
        textOf((await key(await tls(seed), name, inputs)).outputs, "privateKeyPem");
      const base = await pem("s", "a");
      expect(await pem("s", "a")).toBe(base);
      expect(await pem("s", "b")).not.toBe(base);
      expect(await pem("t", "a")).not.toBe(base);
    }
  });

  test.each([
    ["ED25519", {}],
    ["ECDSA", { ecdsaCurve: "P256" }],
    ["RSA", {}],
  ])("ssh-keygen reads the %s key and agrees on its fingerprint", async (algorithm, more) => {
    const made = await key(await tls(), "k", { algorithm, ...more });
    const file = path.join(temporaryFolder(), "key");
    writeFileSync(file, textOf(made.outputs, "privateKeyOpenssh"));
    chmodSync(file, 0o600);
    const derived = execFileSync("ssh-keygen", ["-y", "-f", file]).toString().trim();
    expect(derived).toBe(textOf(made.outputs, "publicKeyOpenssh").trim());
    expect(execFileSync("ssh-keygen", ["-l", "-f", file]).toString()).toContain(
      textOf(made.outputs, "publicKeyFingerprintSha256"),
    );
  });

  test("what is no algorithm, curve or size is refused", async () => {
    const cloud = await tls();
    await expect(key(cloud, "k", { algorithm: "DSA" })).rejects.toThrow(/"DSA" is not RSA, ECDSA, ED25519/);
    await expect(key(cloud, "k", { algorithm: "ECDSA", ecdsaCurve: "P1" })).rejects.toThrow(/ecdsaCurve/);
    await expect(key(cloud, "k", { algorithm: "RSA", rsaBits: 512 })).rejects.toThrow(/rsaBits/);
  });
});

describe("certificates", () => {
  test.each([
    ["ED25519", {}],
    ["ECDSA", { ecdsaCurve: "P224" }],
    ["ECDSA", { ecdsaCurve: "P256" }],
    ["ECDSA", { ecdsaCurve: "P384" }],
    ["ECDSA", { ecdsaCurve: "P521" }],
    ["RSA", {}],
  ])("of %s keys are signed alike each time, and OpenSSL takes them: %j", async (algorithm, more) => {
    const signed = async (name: string) => {
      const cloud = await tls();
      const made = await key(cloud, name, { algorithm, ...more });
      return textOf((await authority(cloud, textOf(made.outputs, "privateKeyPem"))).outputs, "certPem");
    };
    for (const name of ["a", "b", "c", "d"]) {
      const pem = await signed(name);
      expect(await signed(name)).toBe(pem);
      const certificate = new X509Certificate(pem);
      expect(certificate.verify(certificate.publicKey)).toBe(true);
    }
  });

  test.each([
    ["ED25519", {}],
    ["ECDSA", { ecdsaCurve: "P384" }],
    ["RSA", {}],
  ])("a chain with %s keys verifies", async (algorithm, more) => {
    const cloud = await tls();
    const [caKey, leafKey] = [
      textOf((await key(cloud, "ca", { algorithm, ...more })).outputs, "privateKeyPem"),
      textOf((await key(cloud, "leaf", { algorithm, ...more })).outputs, "privateKeyPem"),
    ];
    const ca = textOf((await authority(cloud, caKey)).outputs, "certPem");
    const request = await cloud.create(token("CertRequest"), "r", {
      privateKeyPem: leafKey,
      subject: { commonName: "vault.internal" },
      dnsNames: ["vault.internal", "*.vault.internal"],
      ipAddresses: ["10.65.0.1", "fd00::1"],
      uris: ["spiffe://causeway/vault"],
    });
    const made = await cloud.create(token("LocallySignedCert"), "l", {
      certRequestPem: textOf(request.outputs, "certRequestPem"),
      caCertPem: ca,
      caPrivateKeyPem: caKey,
      validityPeriodHours: 720,
      allowedUses: ["digital_signature", "key_encipherment", "server_auth", "client_auth"],
    });
    const [root, leaf] = [new X509Certificate(ca), new X509Certificate(textOf(made.outputs, "certPem"))];
    expect(root.ca).toBe(true);
    expect(root.subject).toBe("C=AE\nO=Causeway\nCN=Bootstrap CA");
    expect(root.verify(root.publicKey)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(leafKey))).toBe(true);
    expect(leaf.checkHost("a.vault.internal")).toBeDefined();
    expect(leaf.checkIP("10.65.0.1")).toBeDefined();
    expect(leaf.subjectAltName).toContain("URI:spiffe://causeway/vault");
    expect(leaf.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    expect(new Date(leaf.validFrom).toISOString()).toBe(made.outputs["validityStartTime"]);
    expect(new Date(leaf.validTo).toISOString()).toBe("2026-01-31T00:00:00.000Z");

    const folder = temporaryFolder();
    const [caFile, leafFile] = [path.join(folder, "ca.pem"), path.join(folder, "leaf.pem")];
    writeFileSync(caFile, ca);
    writeFileSync(leafFile, textOf(made.outputs, "certPem"));
    const at = String(Date.parse("2026-01-02T00:00:00Z") / 1000);
    expect(
      execFileSync("openssl", [
        "verify",
        "-attime",
        at,
        "-purpose",
        "sslserver",
        "-CAfile",
        caFile,
        leafFile,
      ]).toString(),
    ).toContain("OK");
  });

  test("an authority whose key is another is refused, and no key is quoted", async () => {
    const cloud = await tls();
    const pem = async (name: string) =>
      textOf((await key(cloud, name, { algorithm: "ED25519" })).outputs, "privateKeyPem");
    const [caKey, other] = [await pem("ca"), await pem("other")];
    const request = await cloud.create(token("CertRequest"), "r", {
      privateKeyPem: other,
      subject: { commonName: "x" },
    });
    const sign = (more: Values) =>
      cloud.create(token("LocallySignedCert"), "l", {
        certRequestPem: textOf(request.outputs, "certRequestPem"),
        caPrivateKeyPem: other,
        caCertPem: "",
        validityPeriodHours: 1,
        allowedUses: [],
        ...more,
      });
    const caCertPem = textOf((await authority(cloud, caKey)).outputs, "certPem");
    await expect(sign({ caCertPem })).rejects.toThrow(/caPrivateKeyPem is not the key of caCertPem/);
    await expect(sign({ caCertPem: "nonsense" })).rejects.toThrow(/caCertPem is not a certificate/);
    const error = await sign({ caCertPem, caPrivateKeyPem: "hunter2" }).catch((e: unknown) => e as Error);
    expect((error as Error).message).toMatch(/caPrivateKeyPem is not a private key in PEM/);
    expect((error as Error).message).not.toContain("hunter2");
    await expect(sign({ caCertPem, allowedUses: ["everything"] })).rejects.toThrow(
      /"everything" is not one of/,
    );
  });

  test("a changed validity makes a new certificate, a changed warning time does not", async () => {
    const cloud = await tls();
    const caKey = textOf((await key(cloud, "ca", { algorithm: "ED25519" })).outputs, "privateKeyPem");
    const made = await authority(cloud, caKey);
    expect(await cloud.diff(made, { ...made.inputs, validityPeriodHours: 1 })).toMatchObject({
      replaces: ["validityPeriodHours"],
    });
    expect(await cloud.diff(made, { ...made.inputs, earlyRenewalHours: 1 })).toMatchObject({
      changes: "some",
      replaces: [],
    });
  });

  test("private keys are secret outputs", () => {
    expect(openClouds().package("tls")?.secretOutputs?.(token("PrivateKey"))).toContain("privateKeyPem");
  });
});
