import { describe, expect, test } from "vitest";
import { HostCertificate } from "../../../components/oci-platform";
import { NAMING, TAGS, named, recorded } from "../recorded";

const ANSWERS = {
  "tls:index/privateKey:PrivateKey": { privateKeyPem: "HOST-KEY" },
  "tls:index/certRequest:CertRequest": { certRequestPem: "REQUEST" },
  "tls:index/locallySignedCert:LocallySignedCert": { certPem: "CERT" },
};
const make = (hostnames: readonly string[]) =>
  new HostCertificate("api", {
    naming: { ...NAMING, site: "dxb" },
    tags: TAGS,
    compartmentId: "ocid1.compartment.oc1..platform",
    hostnames: hostnames as [string],
    issuer: { certificatePem: "CA", privateKeyPem: "CA-KEY" },
  });

describe("HostCertificate", () => {
  test("GW-06 lives for 90 days, is renewed 30 days before its end, and has an RSA key", async () => {
    const made = await recorded(
      () => make(["api.dxb.dev.internal.example.org", "api.internal.example.org"]),
      ANSWERS,
    );
    expect(named(made, "api-key").inputs).toMatchObject({ algorithm: "RSA", rsaBits: 2048 });
    expect(named(made, "api-request").inputs).toMatchObject({
      subject: { commonName: "api.dxb.dev.internal.example.org" },
      dnsNames: ["api.dxb.dev.internal.example.org", "api.internal.example.org"],
    });
    expect(named(made, "api-signed").inputs).toMatchObject({
      validityPeriodHours: 2160,
      earlyRenewalHours: 720,
      allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
      caCertPem: "CA",
    });
    expect(named(made, "api-certificate").inputs).toMatchObject({ name: "acme-dev-dxb-oci-api" });
  });

  test("GW-06 no key of it, nor the CA's, is registered in clear", async () => {
    const made = await recorded(() => make(["api.dxb.dev.internal.example.org"]), ANSWERS);
    const secret: unknown = expect.objectContaining({
      "4dabf18193072939515e22adb298388d": expect.anything() as unknown,
    });
    expect(named(made, "api-request").inputs["privateKeyPem"]).toEqual(secret);
    expect(named(made, "api-signed").inputs["caPrivateKeyPem"]).toEqual(secret);
    expect(named(made, "api-certificate").inputs["certificateConfig"]).toEqual(secret);
    expect(named(made, "api-certificate").inputs["certificateConfig"]).toMatchObject({
      value: {
        configType: "IMPORTED",
        certificatePem: "CERT",
        certChainPem: "CA",
        privateKeyPem: "HOST-KEY",
      },
    });
  });

  test.each([
    ["a wildcard", ["*.example.org"], /hostnames\[0\] is "\*.example.org"; allowed: a host's full name/],
    ["an address", ["10.0.0.1"], /hostnames\[0\]/],
    ["a name twice", ["a.example.org", "a.example.org"], /each name once/],
    ["none", [], /one name at least/],
    ["a first name that is too long", [`${"a".repeat(60)}.example.org`], /64 characters at most/],
  ])("%s is refused", (_title, hostnames, message) => {
    expect(() => make(hostnames)).toThrow(message);
  });
});
