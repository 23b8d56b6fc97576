import type { Derive } from "../derive";
import { toPem } from "./der";
import { keyIdentifier, makeCertificate, nameOf } from "./certificate";
import { makeKey, spki } from "./keys";

const tenYears = 10 * 365 * 24 * 3600 * 1000;

/** The certificate authority of a simulated cluster, PEM in base 64 as clouds hand it out: real, and always the same. */
export function certificateAuthority(derive: Derive, commonName: string, now: string): string {
  const key = makeKey("ED25519", derive, {});
  const name = nameOf({ commonName });
  const from = new Date(now);
  const certificate = makeCertificate({
    subject: name,
    dnsNames: [],
    ipAddresses: [],
    uris: [],
    serial: derive.bytes("serial", 16),
    publicKey: spki(key),
    from,
    until: new Date(from.getTime() + tenYears),
    allowedUses: ["cert_signing", "digital_signature", "key_encipherment"],
    isAuthority: true,
    setSubjectKeyId: true,
    issuer: { name, key, keyId: keyIdentifier(spki(key)) },
  });
  return Buffer.from(toPem("CERTIFICATE", certificate)).toString("base64");
}
