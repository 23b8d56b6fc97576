import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { CheckFailure, Value, Values } from "../../engine/provider";
import { InputCheck } from "../facts/check";
import type { ObjectFacts } from "../facts/facts";
import type { PropertyFact, Shape } from "../facts/parser";
import * as v from "../values";
import type { Entity } from "../world/world";
import { apiOf } from "./objects";

/** A shape as scripts/custom-kinds.mjs writes it. */
type Packed =
  | "any"
  | "string"
  | "number"
  | "boolean"
  | readonly ["array" | "map", Packed]
  | readonly ["object", number]
  | readonly ["enum", ...(string | number)[]]
  | readonly ["union", ...Packed[]];

interface PackedKinds {
  /** The number of each kind's type, by token. */
  readonly kinds: Readonly<Record<string, number | undefined>>;
  readonly types: readonly Readonly<Record<string, Packed>>[];
}

interface PackedFacts {
  /** The packages that the facts are of, with their versions. */
  readonly sources: readonly string[];
  /** All properties; one whose name ends in `!` is required. */
  readonly custom: PackedKinds;
  /** Enumerations and what leads to them. */
  readonly builtIn: PackedKinds;
}

/** The properties of a kind, and where those of its nested objects are found. */
interface Schema {
  readonly properties: readonly PropertyFact[];
  readonly objects: ObjectFacts;
}

const property = (name: string, required: boolean, shape: Shape): PropertyFact => ({
  name,
  required,
  shape,
  updatable: true,
  forcesNew: false,
});

function unpack(packed: Packed): Shape {
  if (typeof packed === "string") return { kind: packed };
  switch (packed[0]) {
    case "array":
    case "map":
      return { kind: packed[0], of: unpack(packed[1]) };
    case "object":
      return { kind: "object", name: String(packed[1]) };
    case "enum":
      return { kind: "union", of: packed.slice(1).map((value) => ({ kind: "literal", value })) };
    case "union":
      return { kind: "union", of: packed.slice(1).map((of) => unpack(of as Packed)) };
  }
}

/** The build puts the facts beside this module; what runs from the sources reads those of the last build. */
const places = [".", "../../../dist/automation/clouds/kubernetes"].map((folder) =>
  path.resolve(__dirname, folder, "facts.json"),
);

let loaded: PackedFacts | undefined;

/** What scripts/kubernetes-facts.mjs made when this package was built; read when it is first needed. */
export function packedFacts(): PackedFacts {
  if (loaded) return loaded;
  const file = places.find((place) => existsSync(place));
  if (file === undefined)
    throw new Error("The facts of Kubernetes kinds are missing from this package: run npm run build.");
  loaded = JSON.parse(readFileSync(file, "utf8")) as PackedFacts;
  return loaded;
}

/** The schema of a custom kind of one of the operators that are known, by its token. */
export function operatorSchema(type: string): Schema | undefined {
  const { kinds, types } = packedFacts().custom;
  const members = (number: number): PropertyFact[] | undefined => {
    const listed = types[number];
    return (
      listed &&
      Object.entries(listed).map(([name, packed]) =>
        property(name.replace(/!$/, ""), name.endsWith("!"), unpack(packed)),
      )
    );
  };
  const number = kinds[type];
  const properties = number === undefined ? undefined : members(number);
  return properties && { properties, objects: { object: (name) => members(Number(name)) } };
}

function* wrongValues(
  types: PackedKinds["types"],
  shape: Packed,
  value: Value | undefined,
  at: string,
): Generator<CheckFailure> {
  if (typeof shape === "string") return;
  if (shape[0] === "array" && v.isArray(value)) {
    for (const [i, member] of value.entries())
      yield* wrongValues(types, shape[1], member, `${at}[${String(i)}]`);
  } else if (shape[0] === "object" && v.isObject(value)) {
    for (const [name, inner] of Object.entries(types[shape[1]] ?? {}))
      yield* wrongValues(types, inner, value[name], at === "" ? name : `${at}.${name}`);
  } else if (shape[0] === "enum" && typeof value === "string") {
    const known = shape.slice(1);
    if (!known.includes(value))
      yield { property: at, reason: `must be one of ${known.filter((one) => one !== "").join(", ")}` };
  }
}

/** Values of a built-in kind that its API does not have. @pulumi/kubernetes declares them as mere strings. */
export function checkEnumerations(type: string, inputs: Values): CheckFailure[] {
  const { builtIn } = packedFacts();
  const number = builtIn.kinds[type];
  return number === undefined ? [] : [...wrongValues(builtIn.types, ["object", number], inputs, "")];
}

/** An extension of OpenAPI, as the API or as the SDK spells it. */
const extension = (schema: v.ObjectValue, name: string): boolean =>
  ["-", "_"].some((c) => v.flag(schema, `x-kubernetes-${name}`.replaceAll("-", c)) === true);

/** Reads an OpenAPI schema as a definition holds it; what it does not know of it is not checked. */
class DefinitionSchema {
  private readonly members = new Map<string, PropertyFact[]>();

  constructor(private readonly facts: ObjectFacts) {}

  object(name: string): readonly PropertyFact[] | undefined {
    return this.members.get(name) ?? this.facts.object(name);
  }

  propertiesOf(schema: v.ObjectValue, at: string): PropertyFact[] {
    const required = v.texts(schema, "required");
    const properties = v.at(schema, "properties");
    return Object.entries(v.isObject(properties) ? properties : {}).map(([name, of]) =>
      property(name, required.includes(name), this.shapeOf(of, `${at}/${name}`)),
    );
  }

  private shapeOf(schema: Value | undefined, at: string): Shape {
    if (!v.isObject(schema) || extension(schema, "preserve-unknown-fields")) return { kind: "any" };
    if (extension(schema, "int-or-string"))
      return { kind: "union", of: [{ kind: "number" }, { kind: "string" }] };
    const values = v.list(schema, "enum").filter((e) => typeof e === "string" || typeof e === "number");
    if (values.length > 0) return { kind: "union", of: values.map((value) => ({ kind: "literal", value })) };
    switch (v.text(schema, "type")) {
      case "string":
        return { kind: "string" };
      case "integer":
      case "number":
        return { kind: "number" };
      case "boolean":
        return { kind: "boolean" };
      case "array":
        return { kind: "array", of: this.shapeOf(schema["items"], `${at}[]`) };
      case "object":
        return this.objectShape(schema, at);
      case undefined:
      default:
        return { kind: "any" };
    }
  }

  private objectShape(schema: v.ObjectValue, at: string): Shape {
    if (v.isObject(schema["properties"])) {
      this.members.set(at, this.propertiesOf(schema, at));
      return { kind: "object", name: at };
    }
    const values = schema["additionalProperties"];
    return v.isObject(values) ? { kind: "map", of: this.shapeOf(values, `${at}{}`) } : { kind: "any" };
  }
}

/** The schema that a definition in the cluster has for a kind's version; undefined when it says nothing of its fields. */
export function definedSchema(facts: ObjectFacts, definition: Entity, type: string): Schema | undefined {
  const { apiVersion, group } = apiOf(type);
  const version = v
    .objects(definition.inputs, "spec.versions")
    .find((o) => v.text(o, "name") === apiVersion.slice(group.length + 1));
  const schema = v.at(version, "schema.openAPIV3Schema");
  if (!v.isObject(schema) || !v.isObject(schema["properties"])) return undefined;
  const reader = new DefinitionSchema(facts);
  const own = reader
    .propertiesOf(schema, "")
    .filter(({ name }) => !["apiVersion", "kind", "metadata"].includes(name));
  const given = [
    property("apiVersion", false, { kind: "string" }),
    property("kind", false, { kind: "string" }),
    property("metadata", false, { kind: "object", name: "meta.v1.ObjectMeta" }),
  ];
  return { properties: [...given, ...own], objects: reader };
}

/** Unknown fields, missing ones and wrong values of a custom resource, each with its path. */
export function checkAgainst(schema: Schema, type: string, inputs: Values): CheckFailure[] {
  const check = new InputCheck(schema.objects, true);
  const { kind } = apiOf(type);
  check.properties(inputs, new Map(schema.properties.map((p) => [p.name, p])), "", `a ${kind}`);
  return check.failures;
}
