/** Signatures of a key on a curve that are the same each time, which those of `node:crypto` are not. */
import { createECDH, createHash, createHmac, type KeyObject } from "node:crypto";
import { elements, integer, sequence } from "./der";

/** Orders of the curves' base points by OpenSSL's names: SEC 2, version 2.0, 2.5 and 2.6. */
const ORDERS: Readonly<Record<string, string>> = {
  secp224r1: "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
  prime256v1: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
  secp384r1:
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
  secp521r1: `01${"ff".repeat(32)}fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`,
};

/**
 * Signs the SHA-256 digest of a text by ECDSA (FIPS 186-5, 6.4.1), as DER. The number that each signature needs comes of the key
 * and the digest: what RFC 6979 is for, by shorter means. It is for simulated keys, and takes no care of how long it takes.
 */
export function signDeterministically(text: Buffer, key: KeyObject): Buffer {
  const curve = key.asymmetricKeyDetails?.namedCurve ?? "";
  const order = Buffer.from(ORDERS[curve] ?? "", "hex");
  const n = valueOf(order);
  const secret = elements(elements(key.export({ format: "der", type: "sec1" }))[0]?.body ?? order)[1]?.body;
  if (n === 0n || secret === undefined) throw new Error(`${curve} is no curve that is signed on`);
  const digest = createHash("sha256").update(text).digest();
  const z = valueOf(digest.subarray(0, order.length));
  for (let attempt = 0; ; attempt++) {
    const k = (valueOf(bytesOf(secret, digest, attempt, order.length + 8)) % (n - 1n)) + 1n;
    const r = xOf(curve, k, order.length) % n;
    const s = (inverse(k, n) * (z + r * valueOf(secret))) % n;
    if (r > 0n && s > 0n) return sequence(integer(toBytes(r)), integer(toBytes(s)));
  }
}

/** Eight bytes more than the order has leave no bias that counts (FIPS 186-5, A.3.1). */
function bytesOf(secret: Buffer, digest: Buffer, attempt: number, length: number): Buffer {
  const block = (i: number) => createHmac("sha512", secret).update(digest).update(`${attempt} ${i}`).digest();
  return Buffer.concat([block(0), block(1)]).subarray(0, length);
}

/** The first coordinate of a multiple of the base point. */
function xOf(curve: string, k: bigint, bytes: number): bigint {
  const point = createECDH(curve);
  point.setPrivateKey(toBytes(k));
  return valueOf(point.getPublicKey().subarray(1, 1 + bytes));
}

/** By the extended Euclidean algorithm. */
function inverse(a: bigint, n: bigint): bigint {
  let [low, high, of, other] = [a % n, n, 1n, 0n];
  while (low > 1n) {
    const times = high / low;
    [low, high, of, other] = [high - times * low, low, other - times * of, of];
  }
  return ((of % n) + n) % n;
}

const valueOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString("hex") || "0"}`);

function toBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
}
