/** The few forms of DER (X.690) that certificates are made of. */

const header = (tag: number, length: number): Buffer => {
  if (length < 0x80) return Buffer.from([tag, length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([tag, 0x80 | bytes.length, ...bytes]);
};

export const tagged = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([header(tag, body.length), body]);
};

export const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);
export const set = (...parts: Buffer[]): Buffer => tagged(0x31, ...parts);
export const octets = (body: Buffer): Buffer => tagged(0x04, body);
export const bits = (body: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), body);
export const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]));
export const nothing = Buffer.from([0x05, 0x00]);
/** A context-specific tag around other values. */
export const explicit = (n: number, ...parts: Buffer[]): Buffer => tagged(0xa0 | n, ...parts);
/** A context-specific tag in the place of a value's own. */
export const implicit = (n: number, body: Buffer): Buffer => tagged(0x80 | n, body);

/** A whole number that is not negative. */
export function integer(value: number | Buffer): Buffer {
  let body = typeof value === "number" ? Buffer.from([value]) : value;
  while (body.length > 1 && body[0] === 0 && (body[1] ?? 0) < 0x80) body = body.subarray(1);
  return tagged(0x02, (body[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), body]) : body);
}

export function oid(dotted: string): Buffer {
  const [a = 0, b = 0, ...rest] = dotted.split(".").map(Number);
  const base128 = (n: number): number[] => {
    const digits = [n % 128];
    for (let left = Math.floor(n / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift(0x80 | (left % 128));
    return digits;
  };
  return tagged(0x06, Buffer.from([a * 40 + b, ...rest.flatMap(base128)]));
}

export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text, "utf8"));
export const printable = (text: string): Buffer => tagged(0x13, Buffer.from(text, "latin1"));

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/\.\d+/, "").replace(/[-:T]/g, "");
  return at.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2), "latin1"))
    : tagged(0x18, Buffer.from(digits, "latin1"));
}

export interface Element {
  readonly tag: number;
  readonly body: Buffer;
  /** Header and body. */
  readonly whole: Buffer;
}

/** The elements that a constructed value is made of. */
export function elements(body: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < body.length;) {
    const first = body.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const length = lengthBytes === 0 ? first : body.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    found.push({
      tag: body.readUInt8(at),
      body: body.subarray(start, start + length),
      whole: body.subarray(at, start + length),
    });
    at = start + length;
  }
  return found;
}

export function toPem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** @returns undefined when the text is no PEM of this label. */
export function fromPem(label: string, pem: string): Buffer | undefined {
  const found = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(pem);
  return found?.[1] === undefined ? undefined : Buffer.from(found[1], "base64");
}
