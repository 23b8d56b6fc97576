/** Documents that fast-check makes from the shape of the published schema, hostile texts among them. */
import fc from "fast-check";
import * as v from "valibot";
import { DiffDocumentSchema, type DiffDocument } from "../../../../automation/diff/model";
import { HOSTILE, environment } from "./documents";

const BARE = environment("bare", []);

const texts = fc.oneof(
  { arbitrary: fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/), weight: 4 },
  { arbitrary: fc.constantFrom(...HOSTILE), weight: 2 },
  { arbitrary: fc.string({ unit: "binary", maxLength: 300 }), weight: 1 },
);

/** Anything that a schema of objects, lists and plain values takes. */
function arbitraryOf(schema: v.GenericSchema): fc.Arbitrary<unknown> {
  const node = schema as unknown as {
    type: string;
    entries: Record<string, v.GenericSchema>;
    item: v.GenericSchema;
    wrapped: v.GenericSchema;
    options: readonly string[];
    literal: unknown;
    pipe?: readonly { type: string }[];
  };
  switch (node.type) {
    case "object":
      return fc
        .record(
          Object.fromEntries(
            Object.entries(node.entries).map(([key, entry]) => [
              key,
              entry.type === "optional"
                ? fc.option(arbitraryOf((entry as unknown as typeof node).wrapped), { nil: undefined })
                : arbitraryOf(entry),
            ]),
          ),
        )
        .map((value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)));
    case "array":
      return fc.array(arbitraryOf(node.item), { maxLength: 3 });
    case "nullable":
      return fc.option(arbitraryOf(node.wrapped), { nil: null });
    case "picklist":
      return fc.constantFrom(...node.options);
    case "literal":
      return fc.constant(node.literal);
    case "string":
      return texts;
    case "boolean":
      return fc.boolean();
    case "number":
      return node.pipe?.some(({ type }) => type === "integer")
        ? fc.nat(1000)
        : fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    default:
      throw new Error(`no documents are generated for a schema of type ${node.type}`);
  }
}

/** Any document that the schema takes. */
export const documents = arbitraryOf(DiffDocumentSchema).map((value) => v.parse(DiffDocumentSchema, value));

/** A resource's own number, at the end of its name, where every format shows it. */
export const numbered = (name: string) => /r(\d+)r$/.exec(name)?.[1];

const { stacks } = DiffDocumentSchema.entries.environments.item.entries;
const stackOf = arbitraryOf(stacks.item).map((value) => v.parse(stacks.item, value));
const { resources } = stacks.item.entries;
const manyResources = fc
  .array(arbitraryOf(resources.item), { maxLength: 60, size: "max" })
  .map((value) => v.parse(resources, value));

/**
 * Documents of named environments that differ less than they are alike: all have the same stacks, each leaves some
 * resources out, and each resource has a number of its own.
 */
export const likeEnvironments: fc.Arbitrary<DiffDocument> = fc
  .tuple(
    documents,
    fc.array(fc.tuple(stackOf, manyResources), { minLength: 1, maxLength: 4 }),
    fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([document, given, drops]) => {
    let number = 0;
    const all = given.map(([stack, many], index) => ({
      ...stack,
      name: `${stack.name}-${index}`,
      resources: many.map((one) => ({ ...one, name: `${one.name}r${number++}r` })),
    }));
    const environments = drops.map((drop, index) => ({
      ...(document.environments[index] ?? BARE),
      name: `env${index}`,
      stacks: all.map((stack) => ({
        ...stack,
        resources: stack.resources.filter((one) => drop[Number(numbered(one.name)) % drop.length]),
      })),
    }));
    return { ...document, environments };
  });
