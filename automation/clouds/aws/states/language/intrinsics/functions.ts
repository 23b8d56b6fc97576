import { createHash } from "node:crypto";
import { StateFailure } from "../../failure";
import { isList, isObject, same, type Json } from "../../json";

type Implementation = (args: readonly Json[], random: () => number) => Json;

function fail(cause: string): never {
  throw new StateFailure("States.IntrinsicFailure", cause);
}

function text(value: Json | undefined, name: string): string {
  return typeof value === "string"
    ? value
    : fail(`${name}: a string is needed, not ${JSON.stringify(value)}`);
}

function list(value: Json | undefined, name: string): readonly Json[] {
  return isList(value) ? value : fail(`${name}: an array is needed, not ${JSON.stringify(value)}`);
}

/** Numbers are rounded to whole ones, as the guide says of those that have to be. */
function whole(value: Json | undefined, name: string): number {
  return typeof value === "number"
    ? Math.round(value)
    : fail(`${name}: a number is needed, not ${JSON.stringify(value)}`);
}

function count(args: readonly Json[], name: string, from: number, to = from): void {
  if (args.length < from || args.length > to)
    fail(`${name} takes ${from === to ? from : `${from} to ${to}`} arguments, not ${args.length}`);
}

/** Longest text that is encoded, decoded or hashed: 10,000 characters (Developer Guide, "Intrinsic functions"). */
const MAX_TEXT = 10_000;

function shortText(value: Json | undefined, name: string): string {
  const given = text(value, name);
  return given.length <= MAX_TEXT
    ? given
    : fail(`${name}: at most ${MAX_TEXT} characters, not ${given.length}`);
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** Longest list that ArrayRange makes: 1,000 items (Developer Guide, "Intrinsic functions"). */
const MAX_RANGE = 1_000;

/** Every function of the Developer Guide, "Intrinsic functions for JSONPath states in Step Functions". */
export const FUNCTIONS: Readonly<Record<string, Implementation>> = {
  "States.Format": ([template, ...values]) => {
    const places = text(template, "States.Format").split(/(?<!\\)\{\}/);
    if (places.length !== values.length + 1)
      fail(`States.Format: ${places.length - 1} places in the text, ${values.length} values`);
    const shown = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
    return places.map((part, i) => part.replace(/\\([{}])/g, "$1") + (shown[i] ?? "")).join("");
  },
  "States.StringToJson": (args) => {
    count(args, "States.StringToJson", 1);
    const given = text(args[0], "States.StringToJson");
    try {
      return JSON.parse(given) as Json;
    } catch (error) {
      return fail(`States.StringToJson: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
  "States.JsonToString": (args) => {
    count(args, "States.JsonToString", 1);
    return JSON.stringify(args[0]);
  },
  "States.JsonMerge": (args) => {
    count(args, "States.JsonMerge", 3);
    const [first, second, deep] = args;
    if (!isObject(first) || !isObject(second)) return fail("States.JsonMerge: two objects are needed");
    return deep === false
      ? { ...first, ...second }
      : fail("States.JsonMerge: the third argument must be false");
  },
  "States.Array": (args) => args,
  "States.ArrayPartition": (args) => {
    count(args, "States.ArrayPartition", 2);
    const items = list(args[0], "States.ArrayPartition");
    const size = whole(args[1], "States.ArrayPartition");
    if (size < 1) fail(`States.ArrayPartition: the size of a part is 1 or more, not ${size}`);
    return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
      items.slice(i * size, (i + 1) * size),
    );
  },
  "States.ArrayContains": (args) => {
    count(args, "States.ArrayContains", 2);
    return list(args[0], "States.ArrayContains").some((item) => same(item, args[1] as Json));
  },
  "States.ArrayRange": (args) => {
    count(args, "States.ArrayRange", 3);
    const [from, to, step] = args.map((value) => whole(value, "States.ArrayRange")) as [
      number,
      number,
      number,
    ];
    if (step === 0) fail("States.ArrayRange: the step may not be 0");
    const length = Math.max(0, Math.floor((to - from) / step) + 1);
    if (length > MAX_RANGE) fail(`States.ArrayRange: at most ${MAX_RANGE} items, not ${length}`);
    return Array.from({ length }, (_, i) => from + i * step);
  },
  "States.ArrayGetItem": (args) => {
    count(args, "States.ArrayGetItem", 2);
    const index = whole(args[1], "States.ArrayGetItem");
    const item = list(args[0], "States.ArrayGetItem")[index];
    return item === undefined ? fail(`States.ArrayGetItem: no item ${index}`) : item;
  },
  "States.ArrayLength": (args) => {
    count(args, "States.ArrayLength", 1);
    return list(args[0], "States.ArrayLength").length;
  },
  "States.ArrayUnique": (args) => {
    count(args, "States.ArrayUnique", 1);
    const items = list(args[0], "States.ArrayUnique");
    return items.filter((item, i) => items.findIndex((other) => same(item, other)) === i);
  },
  "States.Base64Encode": (args) => {
    count(args, "States.Base64Encode", 1);
    return Buffer.from(shortText(args[0], "States.Base64Encode"), "utf8").toString("base64");
  },
  "States.Base64Decode": (args) => {
    count(args, "States.Base64Decode", 1);
    const given = shortText(args[0], "States.Base64Decode");
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(given) || given.length % 4 !== 0)
      fail("States.Base64Decode: the text is not Base64");
    return Buffer.from(given, "base64").toString("utf8");
  },
  "States.Hash": (args) => {
    count(args, "States.Hash", 2);
    const [data, name] = args;
    const algorithm = ALGORITHMS[text(name, "States.Hash")];
    if (algorithm === undefined) return fail(`States.Hash: one of ${Object.keys(ALGORITHMS).join(", ")}`);
    const hashed = typeof data === "string" ? data : JSON.stringify(data);
    return createHash(algorithm).update(shortText(hashed, "States.Hash")).digest("hex");
  },
  "States.MathRandom": (args, random) => {
    count(args, "States.MathRandom", 2, 3);
    const [from, to] = args.map((value) => whole(value, "States.MathRandom")) as [number, number];
    if (to <= from) fail("States.MathRandom: the end must be above the start");
    return from + Math.floor(seeded(args[2], random) * (to - from));
  },
  "States.MathAdd": (args) => {
    count(args, "States.MathAdd", 2);
    return whole(args[0], "States.MathAdd") + whole(args[1], "States.MathAdd");
  },
  "States.StringSplit": (args) => {
    count(args, "States.StringSplit", 2);
    const separators = new Set(text(args[1], "States.StringSplit"));
    const parts = [""];
    for (const letter of text(args[0], "States.StringSplit")) {
      if (separators.has(letter)) parts.push("");
      else parts.push(`${parts.pop() ?? ""}${letter}`);
    }
    return parts.filter((part) => part !== "");
  },
  "States.UUID": (args, random) => {
    count(args, "States.UUID", 0);
    return uuid(random);
  },
};

/** With a seed of its own a call always gives the same number. */
function seeded(seed: Json | undefined, random: () => number): number {
  return seed === undefined ? random() : randomFrom(`seed ${whole(seed, "States.MathRandom")}`)();
}

/** Numbers from 0 to below 1 that follow from a text alone. */
export function randomFrom(seed: string): () => number {
  let drawn = 0;
  return () => createHash("sha256").update(`${seed}#${drawn++}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** A version-4 UUID from such numbers. */
export function uuid(random: () => number): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(random() * 256));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
