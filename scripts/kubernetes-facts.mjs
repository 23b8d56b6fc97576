// Compact facts for the simulated clusters, from the declarations of the kubernetes-models packages: of the custom
// resources of some operators every property, which of them are required, their types and enumerations; of the built-in
// kinds, whose properties @pulumi/kubernetes declares, the enumerations. They are made at build time into dist/ from
// development dependencies, so that this package has them and no user needs those.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The operators whose custom resources the simulated clusters know. */
export const packages = ["argo-cd", "cert-manager", "external-secrets", "gateway-api", "prometheus-operator"];

function* declarations(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !["node_modules", "_schemas"].includes(entry.name)) yield* declarations(full);
    else if (entry.name.endsWith(".d.ts") && entry.name !== "index.d.ts") yield full;
  }
}

/** Turns the checker's types into shapes; each interface once, by its number. */
class Shapes {
  types = [];
  #numbers = new Map();
  #checker;

  constructor(checker) {
    this.#checker = checker;
  }

  /**
   * A shape: "any", "string", "number" or "boolean"; or a list of its kind and what it is of: ["array", shape],
   * ["map", shape], ["object", number], ["enum", ...values], ["union", ...shapes].
   */
  shapeOf(type) {
    const { flags } = type;
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "any";
    if (flags & ts.TypeFlags.BooleanLike) return "boolean";
    if (flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral)) return ["enum", type.value];
    if (flags & ts.TypeFlags.StringLike) return "string";
    if (flags & ts.TypeFlags.NumberLike) return "number";
    if (type.isUnion()) return this.#unionOf(type);
    if (this.#checker.isArrayType(type))
      return ["array", this.shapeOf(this.#checker.getTypeArguments(type)[0])];
    const index = type.getStringIndexType();
    const properties = type.getProperties();
    if (index && properties.length === 0) return ["map", this.shapeOf(index)];
    // What takes more than it lists is not checked.
    if (index || properties.length === 0) return "any";
    return ["object", this.#numberOf(type)];
  }

  #unionOf(type) {
    const members = type.types.filter((t) => !(t.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
    const shapes = members.map((t) => this.shapeOf(t));
    const distinct = [...new Map(shapes.map((s) => [JSON.stringify(s), s])).values()];
    if (distinct.length === 1) return distinct[0];
    if (distinct.every((s) => s[0] === "enum")) return ["enum", ...distinct.flatMap((s) => s.slice(1))];
    return ["union", ...distinct];
  }

  #numberOf(type) {
    const known = this.#numbers.get(type);
    if (known !== undefined) return known;
    const number = this.types.length;
    this.#numbers.set(type, number);
    this.types.push({});
    const isObject = fixed(this.#checker, type, "apiVersion") !== undefined;
    this.types[number] = Object.fromEntries(
      type.getProperties().map((property) => {
        // An object within another, such as a claim's template, needs neither; the kind's own are looked at apart.
        if (isObject && ["apiVersion", "kind"].includes(property.name)) return [property.name, "string"];
        const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
        const shape = this.shapeOf(this.#checker.getTypeOfSymbol(property));
        return [optional ? property.name : `${property.name}!`, shape];
      }),
    );
    return number;
  }
}

/** The value that an interface fixes a property to. */
function fixed(checker, type, name) {
  const property = type.getProperty(name);
  const value = property && checker.getTypeOfSymbol(property);
  return value?.isStringLiteral() ? value.value : undefined;
}

/** The types that lead to an enumeration, with the properties that do, numbered anew; and the kinds that are such. */
function onlyEnumerations({ types }, kinds) {
  const inner = (shape) => (Array.isArray(shape) && shape[0] === "array" ? inner(shape[1]) : shape);
  const leading = new Set();
  const leads = (shape) => {
    const [kind, of] = [inner(shape)].flat();
    return kind === "enum" || (kind === "object" && leading.has(of));
  };
  // Types refer to each other in circles: until nothing is added.
  for (let before = -1; before < leading.size;) {
    before = leading.size;
    for (const [number, type] of types.entries())
      if (Object.values(type).some((shape) => leads(shape))) leading.add(number);
  }
  const kept = [...leading].sort((a, b) => a - b);
  const renumbered = (shape) => {
    if (shape[0] === "array") return ["array", renumbered(shape[1])];
    return shape[0] === "object" ? ["object", kept.indexOf(shape[1])] : shape;
  };
  const rest = (type) =>
    Object.entries(type)
      .filter(([, shape]) => leads(shape))
      .map(([name, shape]) => [name.replace(/!$/, ""), renumbered(shape)]);
  return {
    kinds: Object.fromEntries(
      Object.entries(kinds)
        .filter(([, number]) => leading.has(number))
        .map(([token, number]) => [token, kept.indexOf(number)]),
    ),
    types: kept.map((number) => Object.fromEntries(rest(types[number]))),
  };
}

/**
 * @param modules folder of the installed packages.
 * @returns `{ sources, custom, builtIn }`: the packages with their versions; of custom and of built-in kinds the number of
 * each one's type by its token, and the types. The name of a property that is required ends in `!` in those of custom
 * kinds; those of built-in ones hold nothing but enumerations and what leads to them.
 */
export function kubernetesFacts(modules) {
  const operators = packages.map((name) => path.join(modules, "@kubernetes-models", name));
  const builtIn = path.join(modules, "kubernetes-models");
  const files = [...operators, builtIn].flatMap((folder) => [...declarations(folder)]);
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    types: [],
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const custom = new Shapes(checker);
  const given = new Shapes(checker);
  const kinds = { custom: {}, given: {} };
  for (const file of files) {
    for (const statement of program.getSourceFile(file)?.statements ?? []) {
      if (!ts.isInterfaceDeclaration(statement)) continue;
      const type = checker.getTypeAtLocation(statement.name);
      const [apiVersion, kind] = [fixed(checker, type, "apiVersion"), fixed(checker, type, "kind")];
      if (apiVersion === undefined || kind === undefined || kind.endsWith("List")) continue;
      if (file.startsWith(builtIn + path.sep)) {
        const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
        kinds.given[`kubernetes:${group}:${kind}`] = given.shapeOf(type)[1];
      } else {
        kinds.custom[`kubernetes:${apiVersion}:${kind}`] = custom.shapeOf(type)[1];
      }
    }
  }
  const sources = [...operators, builtIn].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    return `${name} ${version}`;
  });
  return {
    sources,
    custom: { kinds: kinds.custom, types: custom.types },
    builtIn: onlyEnumerations(given, kinds.given),
  };
}
