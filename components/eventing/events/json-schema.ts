import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { Fault } from "../../../lib/fault";
import { IGNORED_ACTIONS } from "./decimals";

/** The part of JSON Schema that events may use: what OpenAPI 3.0 can say as well. */
export interface JsonSchema {
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly nullable?: boolean;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly [extension: `x-${string}`]: unknown;
}

/** Every keyword of {@link JsonSchema}; all but `const` and the type `null` are in OpenAPI 3.0.0, "Schema Object". */
const KEYWORDS = new Set([
  ...[
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "maxItems",
    "enum",
    "const",
  ],
  ...["anyOf", "oneOf", "allOf", "pattern", "format", "minLength", "maxLength", "minimum", "maximum"],
  ...["nullable", "title", "description", "default"],
]);

/** The schema as JSON Schema 2020-12, without `$schema`. */
export const jsonSchemaOf = (schema: GenericSchema): JsonSchema => convert(schema, "draft-2020-12");

/** The schema as an OpenAPI 3.0 Schema Object: `nullable` in place of the type null, `enum` in place of `const`. */
export const openApiSchemaOf = (schema: GenericSchema): JsonSchema => convert(schema, "openapi-3.0");

function convert(schema: GenericSchema, target: "draft-2020-12" | "openapi-3.0"): JsonSchema {
  const { $schema: _, ...rest } = toJsonSchema(schema, { target, ignoreActions: [...IGNORED_ACTIONS] });
  return rest as JsonSchema;
}

/**
 * What keeps a definition from being one: validators or transformations that no schema document can say, and objects
 * that are closed to the fields of later minor versions.
 */
export function schemaFaults(schema: GenericSchema, path: string): Fault[] {
  let document: JsonSchema;
  try {
    document = jsonSchemaOf(schema);
    openApiSchemaOf(schema);
  } catch (error) {
    const allowed = `what a JSON schema and OpenAPI 3.0 can say (${(error as Error).message})`;
    return [{ path, allowed }];
  }
  return nodeFaults(document, path);
}

function nodeFaults(node: JsonSchema, path: string): Fault[] {
  const faults: Fault[] = Object.keys(node)
    .filter((keyword) => !KEYWORDS.has(keyword) && !keyword.startsWith("x-"))
    .map((keyword) => ({
      path,
      given: keyword,
      allowed: `the keywords ${[...KEYWORDS].join(", ")} and x-extensions; no recursion, tuples or key schemas`,
    }));
  if (node.additionalProperties === false) {
    const allowed = "an object that takes more fields (v.object or v.looseObject): minor versions add some";
    faults.push({ path, given: "strictObject", allowed });
  }
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    if (/[.$]/.test(name) || name === "") {
      faults.push({
        path: `${path}.${name}`,
        given: name,
        allowed: "a name without dots and $, which patterns need",
      });
    }
    faults.push(...nodeFaults(child, `${path}.${name}`));
  }
  const { items, additionalProperties: rest, anyOf = [], oneOf = [], allOf = [] } = node;
  if (items !== undefined) faults.push(...nodeFaults(items, `${path}[]`));
  if (typeof rest === "object") faults.push(...nodeFaults(rest, `${path}.*`));
  for (const child of [...anyOf, ...oneOf, ...allOf]) faults.push(...nodeFaults(child, path));
  return faults;
}

/** The schemas that a path leads to, lists passed through; none where nothing of that name is declared. */
export function at(node: JsonSchema, path: string): readonly JsonSchema[] {
  return path.split(".").reduce<readonly JsonSchema[]>(
    (nodes, name) =>
      nodes.flatMap(shapes).flatMap(({ properties }) => {
        const next = Object.hasOwn(properties ?? {}, name) ? properties?.[name] : undefined;
        return next === undefined ? [] : [next];
      }),
    [node],
  );
}

/** A schema's own alternatives, and those of its list's elements. */
export function shapes(node: JsonSchema): JsonSchema[] {
  const { anyOf = [], oneOf = [], allOf = [], items } = node;
  const below = [...anyOf, ...oneOf, ...allOf, ...(items === undefined ? [] : [items])];
  return [node, ...below.flatMap(shapes)];
}

/** Every path that leads to a value that is neither object nor list, in the order of declaration. */
export function leavesOf(node: JsonSchema): string[] {
  const paths = shapes(node).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, child]) => {
      const below = leavesOf(child).map((path) => `${name}.${path}`);
      return below.length > 0 ? below : [name];
    }),
  );
  return [...new Set(paths)];
}
