import { createHmac } from "node:crypto";

/**
 * Everything a simulated cloud makes up (ids, suffixes, passwords, serial numbers) comes from here: a function of the
 * seed, a subject (a URN and its generation) and a purpose, never of call order, of the clock or of Math.random. Two
 * runs with one seed make the same values at any degree of parallelism.
 */
export class Derive {
  constructor(
    private readonly seed: string | Buffer,
    private readonly subject: string,
  ) {}

  /** As many bytes as asked for, by HMAC-SHA-256 in counter mode. */
  bytes(purpose: string, length: number): Buffer {
    const blocks: Buffer[] = [];
    for (let i = 0; i * 32 < length; i++) {
      blocks.push(
        createHmac("sha256", this.seed)
          .update(`${this.subject}\0${purpose}\0${String(i)}`)
          .digest(),
      );
    }
    return Buffer.concat(blocks).subarray(0, length);
  }

  hex(purpose: string, length: number): string {
    return this.bytes(purpose, Math.ceil(length / 2))
      .toString("hex")
      .slice(0, length);
  }

  /** Characters of `alphabet` without modulo bias: bytes that do not fit are passed over. */
  text(purpose: string, length: number, alphabet: string): string {
    const limit = 256 - (256 % alphabet.length);
    let text = "";
    for (let round = 0; text.length < length; round++) {
      for (const byte of this.bytes(`${purpose}#${String(round)}`, length * 2)) {
        if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
      }
    }
    return text;
  }

  digits(purpose: string, length: number): string {
    return this.text(purpose, length, "0123456789");
  }

  /** The lower-case base 32 of RFC 4648, as OCIDs use it. */
  base32(purpose: string, length: number): string {
    return this.text(purpose, length, "abcdefghijklmnopqrstuvwxyz234567");
  }

  /** A version-4 UUID. */
  uuid(purpose: string): string {
    const bytes = this.bytes(purpose, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const h = bytes.toString("hex");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  }

  /** A whole number in [0, bound), for bounds far below 2^48. */
  below(purpose: string, bound: number): number {
    return this.bytes(purpose, 6).readUIntBE(0, 6) % bound;
  }
}
