import type { CheckFailure, CreateResponse, Values } from "../../engine/provider";
import type { Derive } from "../derive";
import { PackageFacts } from "../facts/facts";
import { SimulatedPackage } from "../packages";
import type { Surroundings } from "../provider";
import { StatelessProvider, type Generator } from "../stateless";
import { flag, numeric, text, texts } from "../values";
import { adjectives, adverbs, nouns } from "./words";

const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const digits = "0123456789";
/** The special characters of `random_password` unless others are given (its documentation). */
const special = "!@#$%&*()-_=+[]{}<>:?";

interface CharacterClass {
  readonly characters: string;
  readonly minimum: number;
}

function classesOf(inputs: Values): CharacterClass[] {
  const given = text(inputs, "overrideSpecial");
  const numbers = flag(inputs, "numeric") ?? flag(inputs, "number") ?? true;
  const classes: [boolean, string, string][] = [
    [flag(inputs, "lower") ?? true, lower, "minLower"],
    [flag(inputs, "upper") ?? true, upper, "minUpper"],
    [numbers, digits, "minNumeric"],
    [flag(inputs, "special") ?? true, given === undefined || given === "" ? special : given, "minSpecial"],
  ];
  return classes
    .filter(([wanted]) => wanted)
    .map(([, characters, minimum]) => ({ characters, minimum: numeric(inputs, minimum) ?? 0 }));
}

function checkText(inputs: Values): CheckFailure[] {
  const length = numeric(inputs, "length");
  if (length === undefined) return [];
  if (!Number.isInteger(length) || length < 1)
    return [{ property: "length", reason: "must be a whole number of at least 1" }];
  const classes = classesOf(inputs);
  const least = classes.reduce((sum, c) => sum + c.minimum, 0);
  return [
    ...(classes.length === 0
      ? [{ property: "", reason: "at least one of lower, upper, numeric and special must be true" }]
      : []),
    ...(least > length
      ? [
          {
            property: "length",
            reason: `is ${String(length)}, but the minima ask for ${String(least)} characters`,
          },
        ]
      : []),
  ];
}

/** Takes the minima of each class, fills up from all of them and shuffles. */
function makeText(inputs: Values, derive: Derive): string {
  const classes = classesOf(inputs);
  const least = classes.map((c, i) => derive.text(`class ${String(i)}`, c.minimum, c.characters)).join("");
  const all = classes.map((c) => c.characters).join("");
  const rest = derive.text("rest", (numeric(inputs, "length") ?? 0) - least.length, all);
  return shuffle([...least, ...rest], derive).join("");
}

/** Fisher and Yates' shuffle. */
function shuffle<T>(items: readonly T[], derive: Derive): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = derive.below(`shuffle ${String(i)}`, i + 1);
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}

const least =
  (property: string, minimum: number) =>
  (inputs: Values): CheckFailure[] => {
    const value = numeric(inputs, property);
    return value !== undefined && (!Number.isInteger(value) || value < minimum)
      ? [{ property, reason: `must be a whole number of at least ${String(minimum)}` }]
      : [];
  };

const textDefaults: Values = {
  lower: true,
  upper: true,
  number: true,
  numeric: true,
  special: true,
  minLower: 0,
  minUpper: 0,
  minNumeric: 0,
  minSpecial: 0,
};

const withId = (id: string, outputs: Values): CreateResponse => ({ id, outputs });

function pet(inputs: Values, derive: Derive): CreateResponse {
  const length = numeric(inputs, "length") ?? 2;
  const pick = (purpose: string, words: readonly string[]): string =>
    words[derive.below(purpose, words.length)] ?? "";
  const words = [
    ...Array.from({ length: Math.max(0, length - 2) }, (_, i) => pick(`adverb ${String(i)}`, adverbs)),
    ...(length > 1 ? [pick("adjective", adjectives)] : []),
    pick("noun", nouns),
  ];
  const prefix = text(inputs, "prefix");
  const separator = text(inputs, "separator") ?? "-";
  return withId([...(prefix === undefined ? [] : [prefix]), ...words].join(separator), {});
}

function shuffled(inputs: Values, derive: Derive): CreateResponse {
  const items = texts(inputs, "inputs");
  const count = numeric(inputs, "resultCount") ?? items.length;
  const results: string[] = [];
  for (let round = 0; items.length > 0 && results.length < count; round++)
    results.push(...shuffle(items, derive).slice(0, count - results.length));
  return withId("-", { results });
}

/** Version 7 of RFC 9562: the simulated time in milliseconds, then derived bits. */
function uuid7(derive: Derive, now: string): string {
  const time = Date.parse(now).toString(16).padStart(12, "0");
  const v4 = derive.uuid("result");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${v4.slice(15)}`;
}

const generators: Readonly<Record<string, Generator>> = {
  RandomPassword: {
    defaults: textDefaults,
    check: checkText,
    generate: (inputs, derive) => withId("none", { result: makeText(inputs, derive) }),
  },
  RandomString: {
    defaults: textDefaults,
    check: checkText,
    generate: (inputs, derive) => {
      const result = makeText(inputs, derive);
      return withId(result, { result });
    },
  },
  RandomId: {
    check: least("byteLength", 1),
    generate: (inputs, derive) => {
      const bytes = derive.bytes("bytes", numeric(inputs, "byteLength") ?? 0);
      const prefix = text(inputs, "prefix") ?? "";
      const hex = bytes.toString("hex");
      return withId(bytes.toString("base64url"), {
        hex: prefix + hex,
        dec: prefix + BigInt(`0x${hex}`).toString(),
        b64Std: prefix + bytes.toString("base64"),
        b64Url: prefix + bytes.toString("base64url"),
      });
    },
  },
  RandomPet: { defaults: { length: 2, separator: "-" }, check: least("length", 1), generate: pet },
  RandomUuid: {
    generate: (_inputs, derive) => {
      const result = derive.uuid("result");
      return withId(result, { result });
    },
  },
  RandomUuid4: {
    generate: (_inputs, derive) => {
      const result = derive.uuid("result");
      return withId(result, { result });
    },
  },
  RandomUuid7: {
    generate: (_inputs, derive, now) => {
      const result = uuid7(derive, now);
      return withId(result, { result });
    },
  },
  RandomBytes: {
    check: least("length", 1),
    generate: (inputs, derive) => {
      const bytes = derive.bytes("bytes", numeric(inputs, "length") ?? 0);
      return withId("none", { hex: bytes.toString("hex"), base64: bytes.toString("base64") });
    },
  },
  RandomInteger: {
    check: (inputs) => {
      const [min, max] = [numeric(inputs, "min"), numeric(inputs, "max")];
      return min !== undefined && max !== undefined && max < min
        ? [{ property: "max", reason: "must not be below min" }]
        : [];
    },
    generate: (inputs, derive) => {
      const min = numeric(inputs, "min") ?? 0;
      const result = min + derive.below("result", (numeric(inputs, "max") ?? min) - min + 1);
      return withId(String(result), { result });
    },
  },
  RandomShuffle: { generate: shuffled },
};

const secrets: Readonly<Record<string, readonly string[]>> = {
  RandomPassword: ["result", "bcryptHash"],
  RandomBytes: ["hex", "base64"],
};

const tokenOf = (name: string): string =>
  `random:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

export const randomTypes: readonly string[] = Object.keys(generators).map(tokenOf);

/**
 * The `random` package. A value derives from the seed, the URN and all inputs, keepers included: the same at every run
 * and at any parallelism, another when a keeper changes. A password's `bcryptHash` is not made.
 */
export function randomPackage(around: Surroundings): SimulatedPackage {
  const facts = new PackageFacts("random");
  const byToken = new Map(Object.entries(generators).map(([name, g]) => [tokenOf(name), g]));
  return new SimulatedPackage({
    name: "random",
    facts: () => facts,
    identity: [],
    open: () => new StatelessProvider(facts, byToken, around.seed, () => around.now()),
    secretOutputs: (type) => secrets[type.slice(type.lastIndexOf(":") + 1)] ?? [],
  });
}
