import { createHash, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import ipaddr from "ipaddr.js";
import { CloudError } from "../errors";
import * as v from "../values";
import * as der from "./der";
import { signDeterministically } from "./ecdsa";
import { algorithmOf, spki } from "./keys";

/** What a certificate or a request is made of. */
export interface CertificateContents {
  /** The name as DER. */
  readonly subject: Buffer;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly uris: readonly string[];
}

/** Attributes of a name by input, in the order in which the tls provider writes them. */
const attributes: readonly [input: string, oid: string][] = [
  ["country", "2.5.4.6"],
  ["organization", "2.5.4.10"],
  ["organizationalUnit", "2.5.4.11"],
  ["locality", "2.5.4.7"],
  ["province", "2.5.4.8"],
  ["postalCode", "2.5.4.17"],
  ["commonName", "2.5.4.3"],
  ["serialNumber", "2.5.4.5"],
];

export function nameOf(subject: v.ObjectValue | undefined): Buffer {
  const parts: Buffer[] = [];
  const add = (type: string, value: string): void => {
    const text = type === "2.5.4.6" || type === "2.5.4.5" ? der.printable(value) : der.utf8(value);
    parts.push(der.set(der.sequence(der.oid(type), text)));
  };
  for (const street of v.texts(subject, "streetAddresses")) add("2.5.4.9", street);
  for (const [input, type] of attributes) {
    const value = v.text(subject, input);
    if (value !== undefined) add(type, value);
  }
  return der.sequence(...parts);
}

export function contentsOf(inputs: v.ObjectValue): CertificateContents {
  const subject = v.at(inputs, "subject");
  return {
    subject: nameOf(v.isObject(subject) ? subject : undefined),
    dnsNames: v.texts(inputs, "dnsNames"),
    ipAddresses: v.texts(inputs, "ipAddresses"),
    uris: v.texts(inputs, "uris"),
  };
}

/** Bits of KeyUsage and object identifiers of ExtendedKeyUsage by the words of `allowedUses`. */
const keyUsages: Readonly<Record<string, number>> = {
  digital_signature: 0,
  content_commitment: 1,
  key_encipherment: 2,
  data_encipherment: 3,
  key_agreement: 4,
  cert_signing: 5,
  crl_signing: 6,
  encipher_only: 7,
  decipher_only: 8,
};
const extendedUsages: Readonly<Record<string, string>> = {
  any_extended: "2.5.29.37.0",
  server_auth: "1.3.6.1.5.5.7.3.1",
  client_auth: "1.3.6.1.5.5.7.3.2",
  code_signing: "1.3.6.1.5.5.7.3.3",
  email_protection: "1.3.6.1.5.5.7.3.4",
  ipsec_end_system: "1.3.6.1.5.5.7.3.5",
  ipsec_tunnel: "1.3.6.1.5.5.7.3.6",
  ipsec_user: "1.3.6.1.5.5.7.3.7",
  timestamping: "1.3.6.1.5.5.7.3.8",
  ocsp_signing: "1.3.6.1.5.5.7.3.9",
};
export const uses: readonly string[] = [...Object.keys(keyUsages), ...Object.keys(extendedUsages)];

const extension = (type: string, critical: boolean, value: Buffer): Buffer =>
  der.sequence(der.oid(type), ...(critical ? [der.boolean(true)] : []), der.octets(value));

function alternativeNames(c: CertificateContents): Buffer[] {
  const names = [
    ...c.dnsNames.map((n) => der.implicit(2, Buffer.from(n, "latin1"))),
    ...c.ipAddresses.map((ip) => der.implicit(7, Buffer.from(ipaddr.parse(ip).toByteArray()))),
    ...c.uris.map((u) => der.implicit(6, Buffer.from(u, "latin1"))),
  ];
  return names.length === 0 ? [] : [extension("2.5.29.17", false, der.sequence(...names))];
}

function usageExtensions(allowed: readonly string[]): Buffer[] {
  const flags = allowed.flatMap((u) => keyUsages[u] ?? []);
  const extended = allowed.flatMap((u) => extendedUsages[u] ?? []);
  const found: Buffer[] = [];
  if (flags.length > 0) {
    const last = Math.max(...flags);
    const bytes = Buffer.alloc(Math.floor(last / 8) + 1);
    for (const f of flags) bytes[Math.floor(f / 8)] = (bytes[Math.floor(f / 8)] ?? 0) | (0x80 >> (f % 8));
    found.push(extension("2.5.29.15", true, der.bits(bytes, 7 - (last % 8))));
  }
  if (extended.length > 0)
    found.push(extension("2.5.29.37", false, der.sequence(...extended.map((o) => der.oid(o)))));
  return found;
}

/** SHA-1 of the public key's bits (RFC 5280, 4.2.1.2). */
export function keyIdentifier(publicKey: Buffer): Buffer {
  const bits = der.elements(der.elements(publicKey)[0]?.body ?? Buffer.alloc(0))[1]?.body.subarray(1);
  return createHash("sha1")
    .update(bits ?? Buffer.alloc(0))
    .digest();
}

const signatureAlgorithms = {
  RSA: der.sequence(der.oid("1.2.840.113549.1.1.11"), der.nothing),
  ECDSA: der.sequence(der.oid("1.2.840.10045.4.3.2")),
  ED25519: der.sequence(der.oid("1.3.101.112")),
};

/** Ed25519 has a hash of its own. */
const hashes = { RSA: "sha256", ED25519: null };

function signed(body: Buffer, key: KeyObject): Buffer {
  const algorithm = algorithmOf(key);
  const signature =
    algorithm === "ECDSA" ? signDeterministically(body, key) : sign(hashes[algorithm], body, key);
  return der.sequence(body, signatureAlgorithms[algorithm], der.bits(signature));
}

export interface CertificateOrder extends CertificateContents {
  /** Up to 20 bytes. */
  readonly serial: Buffer;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  readonly from: Date;
  readonly until: Date;
  readonly allowedUses: readonly string[];
  readonly isAuthority: boolean;
  /** Authorities that may follow it in a chain; any number where it is not given. */
  readonly pathLength?: number;
  readonly setSubjectKeyId: boolean;
  readonly issuer: {
    readonly name: Buffer;
    readonly key: KeyObject;
    /** Set where the certificate shall name its issuer's key. */
    readonly keyId?: Buffer;
  };
}

const basicConstraints = ({ isAuthority, pathLength }: CertificateOrder): Buffer =>
  isAuthority
    ? der.sequence(der.boolean(true), ...(pathLength === undefined ? [] : [der.integer(pathLength)]))
    : der.sequence();

/** An X.509 certificate of version 3. */
export function makeCertificate(order: CertificateOrder): Buffer {
  const extensions = [
    ...usageExtensions(order.allowedUses),
    extension("2.5.29.19", true, basicConstraints(order)),
    ...(order.setSubjectKeyId || order.isAuthority
      ? [extension("2.5.29.14", false, der.octets(keyIdentifier(order.publicKey)))]
      : []),
    ...(order.issuer.keyId
      ? [extension("2.5.29.35", false, der.sequence(der.implicit(0, order.issuer.keyId)))]
      : []),
    ...alternativeNames(order),
  ];
  const body = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(Buffer.concat([Buffer.from([order.serial.readUInt8(0) & 0x7f]), order.serial.subarray(1)])),
    signatureAlgorithms[algorithmOf(order.issuer.key)],
    order.issuer.name,
    der.sequence(der.time(order.from), der.time(order.until)),
    order.subject,
    order.publicKey,
    der.explicit(3, der.sequence(...extensions)),
  );
  return signed(body, order.issuer.key);
}

/** A certification request of PKCS #10. */
export function makeRequest(contents: CertificateContents, key: KeyObject): Buffer {
  const names = alternativeNames(contents);
  const wanted =
    names.length === 0
      ? der.explicit(0)
      : der.explicit(0, der.sequence(der.oid("1.2.840.113549.1.9.14"), der.set(der.sequence(...names))));
  return signed(der.sequence(der.integer(0), contents.subject, spki(key), wanted), key);
}

const address = (bytes: Buffer): string => ipaddr.fromByteArray([...bytes]).toString();

/** Reads a request and checks that it is signed with the key that it names. */
export function readRequest(pem: string): CertificateContents & { readonly publicKey: Buffer } {
  const whole = der.fromPem("CERTIFICATE REQUEST", pem);
  if (!whole) throw new CloudError("InvalidRequest", "certRequestPem is not a certificate request in PEM");
  const [body, , signature] = der.elements(der.elements(whole)[0]?.body ?? Buffer.alloc(0));
  const [, subject, publicKey, wanted] = der.elements(body?.body ?? Buffer.alloc(0));
  if (!body || !signature || !subject || !publicKey)
    throw new CloudError("InvalidRequest", "certRequestPem is damaged");
  const key = createPublicKey({ key: publicKey.whole, format: "der", type: "spki" });
  const digest = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  if (!verify(digest, body.whole, key, signature.body.subarray(1)))
    throw new CloudError("InvalidRequest", "certRequestPem is not signed with its own key");
  const names = requestedNames(wanted?.body ?? Buffer.alloc(0));
  return {
    subject: subject.whole,
    publicKey: publicKey.whole,
    dnsNames: names.flatMap((n) => (n.tag === 0x82 ? n.body.toString("latin1") : [])),
    uris: names.flatMap((n) => (n.tag === 0x86 ? n.body.toString("latin1") : [])),
    ipAddresses: names.flatMap((n) => (n.tag === 0x87 ? address(n.body) : [])),
  };
}

/** The alternative names within a request's attributes. */
function requestedNames(wanted: Buffer): der.Element[] {
  const alternative = der.oid("2.5.29.17");
  for (const attribute of der.elements(wanted)) {
    const [, values] = der.elements(attribute.body);
    for (const list of der.elements(values?.body ?? Buffer.alloc(0)))
      for (const extension of der.elements(list.body)) {
        const parts = der.elements(extension.body);
        const value = parts[parts.length - 1];
        if (parts[0]?.whole.equals(alternative) === true && value)
          return der.elements(der.elements(value.body)[0]?.body ?? Buffer.alloc(0));
      }
  }
  return [];
}

/** The subject of a certificate as DER, and its key's identifier. */
export function readAuthority(pem: string): { name: Buffer; publicKey: Buffer } {
  const whole = der.fromPem("CERTIFICATE", pem);
  if (!whole) throw new CloudError("InvalidCertificate", "caCertPem is not a certificate in PEM");
  const [body] = der.elements(der.elements(whole)[0]?.body ?? Buffer.alloc(0));
  const fields = der.elements(body?.body ?? Buffer.alloc(0)).filter((e) => e.tag !== 0xa0);
  // Serial number, algorithm, issuer, validity, subject, public key.
  const [subject, publicKey] = [fields[4], fields[5]];
  if (!subject || !publicKey) throw new CloudError("InvalidCertificate", "caCertPem is damaged");
  return { name: subject.whole, publicKey: publicKey.whole };
}
