import { checkPrimeSync, createPrivateKey, type KeyObject } from "node:crypto";
import type { Derive } from "../derive";

const EXPONENT = 65_537n;
/** Small primes that rule most candidates out before the real test. */
const SMALL = sieve(2000);

function sieve(limit: number): number[] {
  const primes: number[] = [];
  for (let n = 3; n < limit; n += 2) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return primes;
}

const fromBytes = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString("hex")}`);

/** The first prime above a number with its two top bits set, that an RSA key with the usual exponent can have. */
function primeFrom(start: bigint): bigint {
  const residues = SMALL.map((p) => Number(start % BigInt(p)));
  for (let step = 0; ; step += 2) {
    if (SMALL.some((p, i) => ((residues[i] ?? 0) + step) % p === 0)) continue;
    const candidate = start + BigInt(step);
    if (candidate % EXPONENT !== 1n && checkPrimeSync(candidate)) return candidate;
  }
}

function prime(derive: Derive, purpose: string, bits: number): bigint {
  const bytes = derive.bytes(purpose, bits / 8);
  bytes.writeUInt8(bytes.readUInt8(0) | 0xc0, 0);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) | 1, bytes.length - 1);
  return primeFrom(fromBytes(bytes));
}

/** The inverse modulo m (extended Euclid). */
function inverse(a: bigint, m: bigint): bigint {
  let [r, next, x, nextX] = [m, a % m, 0n, 1n];
  while (next !== 0n) {
    const quotient = r / next;
    [r, next] = [next, r - quotient * next];
    [x, nextX] = [nextX, x - quotient * nextX];
  }
  return x < 0n ? x + m : x;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").toString("base64url");
}

/**
 * An RSA key that derives from the seed, so that two runs of one seed make the same certificates. Good for a simulated cloud
 * and for nothing else: who knows the seed knows the key.
 */
export function derivedRsaKey(derive: Derive, bits: number): KeyObject {
  const half = Math.ceil(bits / 16) * 8;
  const one = prime(derive, "prime p", half);
  const other = prime(derive, "prime q", half);
  const [p, q] = one > other ? [one, other] : [other, one];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  return createPrivateKey({
    format: "jwk",
    key: {
      kty: "RSA",
      n: base64url(p * q),
      e: base64url(EXPONENT),
      d: base64url(d),
      p: base64url(p),
      q: base64url(q),
      dp: base64url(d % (p - 1n)),
      dq: base64url(d % (q - 1n)),
      qi: base64url(inverse(q, p)),
    },
  });
}
