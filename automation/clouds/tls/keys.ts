import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { Derive } from "../derive";
import { CloudError } from "../errors";
import { derivedRsaKey } from "./rsa";
import { bits, explicit, integer, octets, oid, sequence, toPem } from "./der";

export type Algorithm = "RSA" | "ECDSA" | "ED25519";
export const algorithms: readonly Algorithm[] = ["RSA", "ECDSA", "ED25519"];

interface Curve {
  readonly node: string;
  readonly jwk: string | undefined;
  readonly ssh: string | undefined;
  readonly bytes: number;
}

export const curves: Readonly<Record<string, Curve>> = {
  P224: { node: "secp224r1", jwk: undefined, ssh: undefined, bytes: 28 },
  P256: { node: "prime256v1", jwk: "P-256", ssh: "nistp256", bytes: 32 },
  P384: { node: "secp384r1", jwk: "P-384", ssh: "nistp384", bytes: 48 },
  P521: { node: "secp521r1", jwk: "P-521", ssh: "nistp521", bytes: 66 },
};

/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410). */
function ed25519(seed: Buffer): KeyObject {
  const der = sequence(integer(0), sequence(oid("1.3.101.112")), octets(octets(seed)));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** A key on a curve from derived bytes: those that are above the curve's order are passed over. */
function onCurve(curve: Curve, derive: Derive): KeyObject {
  const ecdh = createECDH(curve.node);
  for (let attempt = 0; ; attempt++) {
    const scalar = derive.bytes(`private key ${String(attempt)}`, curve.bytes);
    // The order of P-521 has 521 bits: one bit of its first byte counts.
    if (curve.bytes === 66) scalar.writeUInt8(scalar.readUInt8(0) & 1, 0);
    try {
      ecdh.setPrivateKey(scalar);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_CRYPTO_INVALID_KEYTYPE" && attempt > 8) throw error;
      continue;
    }
    const publicKey = ecdh.getPublicKey();
    const parameters = { node: curve.node, scalar, publicKey };
    return createPrivateKey({ key: sec1(parameters), format: "der", type: "sec1" });
  }
}

const curveOids: Readonly<Record<string, string>> = {
  secp224r1: "1.3.132.0.33",
  prime256v1: "1.2.840.10045.3.1.7",
  secp384r1: "1.3.132.0.34",
  secp521r1: "1.3.132.0.35",
};

/** ECPrivateKey of RFC 5915. */
function sec1(p: { node: string; scalar: Buffer; publicKey: Buffer }): Buffer {
  return sequence(
    integer(1),
    octets(p.scalar),
    explicit(0, oid(curveOids[p.node] ?? "")),
    explicit(1, bits(p.publicKey)),
  );
}

/** Makes a private key; it derives from the seed. */
export function makeKey(
  algorithm: Algorithm,
  derive: Derive,
  options: { curve?: string; bits?: number },
): KeyObject {
  switch (algorithm) {
    case "ED25519":
      return ed25519(derive.bytes("private key", 32));
    case "ECDSA": {
      const curve = curves[options.curve ?? "P224"];
      if (!curve) throw new CloudError("InvalidCurve", `${options.curve ?? ""} is not a curve`);
      return onCurve(curve, derive);
    }
    case "RSA":
      return derivedRsaKey(derive, options.bits ?? 2048);
  }
}

/** Reads a private key, refusing without quoting it. */
export function readKey(pem: string, property: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new CloudError(
      "InvalidKey",
      `${property} is not a private key in PEM: ${String((error as { code?: string }).code)}`,
    );
  }
}

export function algorithmOf(key: KeyObject): Algorithm {
  const known: Readonly<Record<string, Algorithm>> = { ed25519: "ED25519", ec: "ECDSA", rsa: "RSA" };
  const algorithm = known[key.asymmetricKeyType ?? ""];
  if (algorithm) return algorithm;
  throw new CloudError("InvalidKey", `keys of type ${String(key.asymmetricKeyType)} are not supported`);
}

const publicOf = (key: KeyObject): KeyObject => (key.type === "public" ? key : createPublicKey(key));

/** SubjectPublicKeyInfo. */
export const spki = (key: KeyObject): Buffer => publicOf(key).export({ format: "der", type: "spki" });

// The wire form of SSH: texts and numbers behind their length (RFC 4251).
const wire = (body: Buffer | string): Buffer => {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const number = (base64url: string | undefined): Buffer => {
  const body = Buffer.from(base64url ?? "", "base64url");
  return wire((body[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), body]) : body);
};

/** The public key in SSH's form, or undefined for a curve that SSH does not have. */
function sshPublic(key: KeyObject): { name: string; blob: Buffer } | undefined {
  const algorithm = algorithmOf(key);
  const curve = Object.values(curves).find((c) => c.node === key.asymmetricKeyDetails?.namedCurve);
  if (algorithm === "ECDSA" && curve?.ssh === undefined) return undefined;
  const jwk = publicOf(key).export({ format: "jwk" });
  const raw = (s: string | undefined): Buffer => Buffer.from(s ?? "", "base64url");
  switch (algorithm) {
    case "ED25519":
      return { name: "ssh-ed25519", blob: Buffer.concat([wire("ssh-ed25519"), wire(raw(jwk.x))]) };
    case "RSA":
      return { name: "ssh-rsa", blob: Buffer.concat([wire("ssh-rsa"), number(jwk.e), number(jwk.n)]) };
    case "ECDSA": {
      const name = `ecdsa-sha2-${curve?.ssh ?? ""}`;
      const point = Buffer.concat([Buffer.from([4]), raw(jwk.x), raw(jwk.y)]);
      return { name, blob: Buffer.concat([wire(name), wire(curve?.ssh ?? ""), wire(point)]) };
    }
  }
}

/** openssh-key-v1 without a passphrase (PROTOCOL.key of OpenSSH). */
function sshPrivate(key: KeyObject, name: string, blob: Buffer): string {
  const jwk = key.export({ format: "jwk" });
  const raw = (s: string | undefined): Buffer => Buffer.from(s ?? "", "base64url");
  const secret: Record<Algorithm, () => Buffer> = {
    ED25519: () =>
      Buffer.concat([wire(name), wire(raw(jwk.x)), wire(Buffer.concat([raw(jwk.d), raw(jwk.x)]))]),
    ECDSA: () => Buffer.concat([blob, number(jwk.d)]),
    RSA: () =>
      Buffer.concat([
        wire(name),
        number(jwk.n),
        number(jwk.e),
        number(jwk.d),
        number(jwk.qi),
        number(jwk.p),
        number(jwk.q),
      ]),
  };
  // Two equal numbers by which a reader knows that it decrypted well; nothing is encrypted here.
  const check = createHash("sha256").update(blob).digest().subarray(0, 4);
  let body = Buffer.concat([check, check, secret[algorithmOf(key)](), wire("")]);
  for (let i = 1; body.length % 8 !== 0; i++) body = Buffer.concat([body, Buffer.from([i])]);
  const count = Buffer.from([0, 0, 0, 1]);
  return toPem(
    "OPENSSH PRIVATE KEY",
    Buffer.concat([
      Buffer.from("openssh-key-v1\0"),
      wire("none"),
      wire("none"),
      wire(""),
      count,
      wire(blob),
      wire(body),
    ]),
  );
}

/** Everything that `tls.PrivateKey` says of a key. */
export function keyOutputs(key: KeyObject): Record<string, string> {
  const algorithm = algorithmOf(key);
  const pkcs8 = key.export({ format: "pem", type: "pkcs8" }).toString();
  const traditional: Record<Algorithm, () => string> = {
    RSA: () => key.export({ format: "pem", type: "pkcs1" }).toString(),
    ECDSA: () => key.export({ format: "pem", type: "sec1" }).toString(),
    ED25519: () => pkcs8,
  };
  const ssh = sshPublic(key);
  const md5 = ssh && createHash("md5").update(ssh.blob).digest("hex").match(/../g)?.join(":");
  const sha256 = ssh && createHash("sha256").update(ssh.blob).digest("base64").replace(/=+$/, "");
  return {
    privateKeyPem: traditional[algorithm](),
    privateKeyPemPkcs8: pkcs8,
    privateKeyOpenssh: ssh ? sshPrivate(key, ssh.name, ssh.blob) : "",
    publicKeyPem: publicOf(key).export({ format: "pem", type: "spki" }).toString(),
    publicKeyOpenssh: ssh ? `${ssh.name} ${ssh.blob.toString("base64")}\n` : "",
    publicKeyFingerprintMd5: md5 ?? "",
    publicKeyFingerprintSha256: sha256 === undefined ? "" : `SHA256:${sha256}`,
  };
}
