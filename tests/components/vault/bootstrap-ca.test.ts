import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BootstrapCa, type CaAlgorithm } from "../../../components/vault";
import { NAMING, TAGS, named, recorded } from "../recorded";

const base = { naming: { ...NAMING, site: "glb" }, tags: TAGS };
const make = (args: object = {}) =>
  recorded(() => {
    new BootstrapCa("ca", { ...base, ...args });
  });

describe("BootstrapCa", () => {
  test("signs certificates, those of CAs that sign no other CA too, revocation lists, and nothing else (CO-03)", async () => {
    const resources = await make();
    expect(named(resources, "ca-certificate").inputs).toMatchObject({
      isCaCertificate: true,
      maxPathLength: 1,
      allowedUses: ["cert_signing", "crl_signing"],
      setSubjectKeyId: true,
      setAuthorityKeyId: true,
      subject: { commonName: "acme-dev-glb-vault-bootstrap-ca", organization: "acme" },
    });
  });

  test("is valid three years, and renewed while what it signed still lives", async () => {
    const resources = await make();
    expect(named(resources, "ca-certificate").inputs).toMatchObject({
      validityPeriodHours: 26_280,
      earlyRenewalHours: 2_160,
    });
  });

  test.each([
    ["ecdsa-p384", { algorithm: "ECDSA", ecdsaCurve: "P384" }],
    ["rsa-4096", { algorithm: "RSA", rsaBits: 4096 }],
  ])("%s is a key of the provider's", async (algorithm, key) => {
    const resources = await make({ algorithm });
    expect(named(resources, "ca-key").inputs).toEqual(key);
  });

  test("the private key is secret wherever it goes, the certificate is not", async () => {
    let secrecy: Promise<boolean[]> | undefined;
    await recorded(() => {
      const { privateKeyPem, certificatePem } = new BootstrapCa("ca", base);
      secrecy = Promise.all([privateKeyPem, certificatePem].map((output) => pulumi.isSecret(output)));
    });
    expect(await secrecy).toEqual([true, false]);
  });

  test("every fault of the inputs is reported, and nothing is registered", async () => {
    const resources = await recorded(() => {
      const algorithm = "md5" as CaAlgorithm;
      const wrong = { ...base, algorithm, organization: "", validityYears: 30, renewBeforeDays: 1 };
      expect(() => new BootstrapCa("ca", wrong)).toThrow(
        /4 invalid inputs\n {2}algorithm .*ecdsa-p384, rsa-4096\n {2}organization .*\n {2}validityYears is 30.*1 to 3\n {2}renewBeforeDays is 1.*90 to 180/,
      );
    });
    expect(resources).toEqual([]);
  });
});
