/**
 * The hash of an archive as the CLI computes it: SHA-256 of its members as a tar stream, in the form that Go's
 * `archive/tar` gives a file with nothing but a name, mode 0600 and a size. States of both engines can be compared by it.
 */
import { createHash } from "node:crypto";

/** Of the format, POSIX.1-1988 "ustar". */
const BLOCK = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;

export interface Member {
  readonly name: string;
  readonly read: () => Uint8Array;
}

/** Members in their order; of those with one name the first counts. */
export function tarHash(members: Iterable<Member>): string {
  const hash = createHash("sha256");
  const seen = new Set<string>();
  for (const { name, read } of members) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const chunk of entry(name, read())) hash.update(chunk);
  }
  hash.update(Buffer.alloc(2 * BLOCK));
  return hash.digest("hex");
}

function* entry(name: string, content: Uint8Array): Generator<Uint8Array> {
  const split = splitName(name);
  if (split === undefined) {
    // A name that does not fit goes before, as an extended header of its own; what stands in the plain one is cut.
    const record = paxRecord("path", name);
    const at = name.lastIndexOf("/");
    const extended = `${at < 0 ? "" : `${name.slice(0, at)}/`}PaxHeaders.0/${name.slice(at + 1)}`;
    yield header(ascii(extended).slice(0, NAME_BYTES), "", record.length, "x", 0);
    yield* padded(record);
    yield header(ascii(name).slice(0, NAME_BYTES), "", content.length, "0", 0o600);
  } else {
    yield header(split.name, split.prefix, content.length, "0", 0o600);
  }
  yield* padded(content);
}

function* padded(content: Uint8Array): Generator<Uint8Array> {
  yield content;
  yield Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
}

function ascii(text: string): string {
  return [...text].filter((char) => char.charCodeAt(0) < 0x80).join("");
}

function splitName(name: string): { readonly name: string; readonly prefix: string } | undefined {
  if (ascii(name) !== name) return undefined;
  if (name.length <= NAME_BYTES) return { name, prefix: "" };
  const at = name.slice(0, PREFIX_BYTES + 1).lastIndexOf("/");
  const rest = name.slice(at + 1);
  return at <= 0 || rest === "" || rest.length > NAME_BYTES
    ? undefined
    : { name: rest, prefix: name.slice(0, at) };
}

/** `<length> key=value\n`, in which the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function header(name: string, prefix: string, size: number, type: "0" | "x", mode: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number): void => {
    block.write(value.toString(8).padStart(digits, "0"), at, "latin1");
  };
  block.write(name, 0, "latin1");
  octal(mode, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  block.write(type, 156, "latin1");
  block.write("ustar\u000000", 257, "latin1");
  if (type === "0") {
    octal(0, 329, 7);
    octal(0, 337, 7);
  }
  block.write(prefix, 345, "latin1");
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  octal(sum, 148, 6);
  block.write("\u0000 ", 154, "latin1");
  return block;
}
