import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BootstrapCa, type CaAlgorithm } from "../../../components/vault";
import { NAMING, TAGS, inputsOf, registered } from "../aws-platform/registered";

const base = { naming: { ...NAMING, site: "glb" }, tags: TAGS };
const make = (args: object = {}) => registered(() => new BootstrapCa("ca", { ...base, ...args }));

describe("BootstrapCa", () => {
  test("signs certificates and revocation lists of servers, and nothing else (CO-03)", async () => {
    const { resources } = await make();
    expect(inputsOf(resources, "ca-certificate")).toMatchObject({
      isCaCertificate: true,
      maxPathLength: 0,
      allowedUses: ["cert_signing", "crl_signing"],
      setSubjectKeyId: true,
      setAuthorityKeyId: true,
      subject: { commonName: "acme-dev-glb-vault-bootstrap-ca", organization: "acme" },
    });
  });

  test("is valid three years, and renewed while what it signed still lives", async () => {
    const { resources } = await make();
    expect(inputsOf(resources, "ca-certificate")).toMatchObject({
      validityPeriodHours: 26_280,
      earlyRenewalHours: 2_160,
    });
  });

  test.each([
    ["ecdsa-p384", { algorithm: "ECDSA", ecdsaCurve: "P384" }],
    ["rsa-4096", { algorithm: "RSA", rsaBits: 4096 }],
  ])("%s is a key of the provider's", async (algorithm, key) => {
    const { resources } = await make({ algorithm });
    expect(inputsOf(resources, "ca-key")).toEqual(key);
  });

  test("the private key is secret wherever it goes, the certificate is not", async () => {
    const { result } = await make();
    expect(await pulumi.isSecret(result.privateKeyPem)).toBe(true);
    expect(await pulumi.isSecret(result.certificatePem)).toBe(false);
  });

  test("every fault of the inputs is reported, and nothing is registered", async () => {
    const { resources } = await registered(() => {
      const algorithm = "md5" as CaAlgorithm;
      const wrong = { ...base, algorithm, organization: "", validityYears: 30, renewBeforeDays: 1 };
      expect(() => new BootstrapCa("ca", wrong)).toThrow(
        /4 invalid inputs\n {2}algorithm .*ecdsa-p384, rsa-4096\n {2}organization .*\n {2}validityYears is 30.*1 to 3\n {2}renewBeforeDays is 1.*90 to 180/,
      );
    });
    expect(resources).toEqual([]);
  });
});
