import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { indexInterfaces, parseMembers, type PropertyFact, type Shape } from "./parser";

/** What an installed SDK declares of a resource type. */
export interface TypeFacts {
  readonly token: string;
  readonly inputs: ReadonlyMap<string, PropertyFact>;
  /** Output properties; one whose shape allows undefined is not always set by the cloud. */
  readonly outputs: ReadonlyMap<string, PropertyFact>;
  /** Takes properties that are not listed: a custom resource. */
  readonly open?: boolean;
}

/** What an installed SDK declares of a function: its arguments and results. */
export interface FunctionFacts {
  readonly token: string;
  readonly arguments: ReadonlyMap<string, PropertyFact>;
  readonly results: ReadonlyMap<string, PropertyFact>;
}

/** Where a check finds what a shape names. */
export interface ObjectFacts {
  /** Members of a nested input object by its dotted name. */
  object(name: string): readonly PropertyFact[] | undefined;
  /** Values of an enumeration by its dotted name; without it, or where it answers undefined, any text will do. */
  enumeration?(name: string): readonly string[] | undefined;
}

const byName = (facts: PropertyFact[]): Map<string, PropertyFact> => new Map(facts.map((f) => [f.name, f]));

/**
 * Facts about one Pulumi package, read from the declaration files of the installed SDK when a type is first used. So
 * they are always those of the version in use, the package of this project carries no copy, and a platform pays only
 * for the types it has (about a millisecond each).
 */
export class PackageFacts implements ObjectFacts {
  readonly version: string;
  private readonly root: string;
  private readonly types = new Map<string, TypeFacts | undefined>();
  private readonly functions = new Map<string, FunctionFacts | undefined>();
  private readonly enumerations = new Map<string, readonly string[] | undefined>();
  private readonly interfaces = new Map<string, readonly PropertyFact[] | undefined>();
  private inputSource: { text: string; index: Map<string, number> } | undefined;

  constructor(readonly name: string) {
    this.root = locate(name);
    const manifest = JSON.parse(readFileSync(path.join(this.root, "package.json"), "utf8")) as {
      version: string;
    };
    this.version = manifest.version;
  }

  type(token: string): TypeFacts | undefined {
    if (!this.types.has(token)) this.types.set(token, this.readType(token));
    return this.types.get(token);
  }

  function(token: string): FunctionFacts | undefined {
    if (!this.functions.has(token)) this.functions.set(token, this.readFunction(token));
    return this.functions.get(token);
  }

  /** Inputs of the package's explicit provider. */
  provider(): ReadonlyMap<string, PropertyFact> {
    const source = this.readDeclaration(path.join(this.root, "provider.d.ts"));
    return byName(members(source ?? "", /^export interface ProviderArgs \{$/m));
  }

  /** Members of a nested input object by its dotted name. */
  object(name: string): readonly PropertyFact[] | undefined {
    if (!this.interfaces.has(name)) {
      this.inputSource ??= this.readInputs();
      const start = this.inputSource.index.get(name);
      this.interfaces.set(name, start === undefined ? undefined : parseMembers(this.inputSource.text, start));
    }
    return this.interfaces.get(name);
  }

  enumeration(name: string): readonly string[] | undefined {
    if (!this.enumerations.has(name)) this.enumerations.set(name, this.readEnumeration(name));
    return this.enumerations.get(name);
  }

  /** `iam.PolicyDocumentVersion` is in types/enums/iam/index.d.ts. */
  private readEnumeration(dotted: string): readonly string[] | undefined {
    const parts = dotted.split(".");
    const name = parts.pop() ?? "";
    const file = path.join(this.root, "types", "enums", ...parts, "index.d.ts");
    const source = this.readDeclaration(file) ?? "";
    const block = new RegExp(`^export declare const ${name}: \\{$([^}]*)\\};$`, "m").exec(source)?.[1];
    const values = [...(block ?? "").matchAll(/^ {4}readonly \w+: "([^"]*)";$/gm)].map((m) => m[1] ?? "");
    return values.length === 0 ? undefined : values;
  }

  private readType(token: string): TypeFacts | undefined {
    const [, module, name] = token.split(":");
    if (module === undefined || name === undefined) return undefined;
    const source = this.readDeclaration(this.declarationOf(module, name));
    const declared = new RegExp(`^export declare class ${name} extends `, "m");
    if (source === undefined || !declared.test(source)) return undefined;
    return {
      token,
      inputs: byName(members(source, new RegExp(`^export interface ${name}Args \\{$`, "m"))),
      outputs: byName(
        members(source, new RegExp(`^export declare class ${name} extends [^{]*\\{$`, "m")).filter(
          (f) => f.name !== "constructor",
        ),
      ),
    };
  }

  private readFunction(token: string): FunctionFacts | undefined {
    const [, module, name] = token.split(":");
    if (module === undefined || name === undefined) return undefined;
    const source = this.readDeclaration(this.declarationOf(module, name));
    if (source?.includes(`export declare function ${name}(`) !== true) return undefined;
    const upper = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return {
      token,
      arguments: byName(members(source, new RegExp(`^export interface ${upper}Args \\{$`, "m"))),
      results: byName(members(source, new RegExp(`^export interface ${upper}Result \\{$`, "m"))),
    };
  }

  /**
   * `sqs/queue` and `Queue` are in sqs/queue.d.ts, `Core/subnet` in core/subnet.d.ts, `index/getRegion` in
   * getRegion.d.ts, and Kubernetes' `networking.k8s.io/v1` and `NetworkPolicy` in networking/v1/networkPolicy.d.ts.
   */
  private declarationOf(module: string, name: string): string | undefined {
    const [group = "", leaf = ""] = module.split("/");
    const folder = group === "index" ? "" : (group.split(".")[0] ?? "").toLowerCase();
    const nested = path.join(this.root, folder, leaf);
    const [directory, file] = existsSync(path.join(nested, "index.d.ts"))
      ? [nested, name]
      : [path.join(this.root, folder), leaf === "" ? name : leaf];
    if (!existsSync(directory)) return undefined;
    const wanted = `${file.toLowerCase()}.d.ts`;
    const found = readdirSync(directory).find((entry) => entry.toLowerCase() === wanted);
    return found === undefined ? undefined : path.join(directory, found);
  }

  private readDeclaration(file: string | undefined): string | undefined {
    return file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  private readInputs(): { text: string; index: Map<string, number> } {
    const text = this.readDeclaration(path.join(this.root, "types", "input.d.ts")) ?? "";
    return { text, index: indexInterfaces(text) };
  }
}

function members(source: string, opening: RegExp): PropertyFact[] {
  const found = opening.exec(source);
  return found ? parseMembers(source, found.index + found[0].length - 1) : [];
}

/** The folder of an installed SDK: as this package sees it, else as the working directory does. */
function locate(name: string): string {
  const places = [__filename, path.join(process.cwd(), "package.json")];
  for (const place of places) {
    try {
      return path.dirname(createRequire(place).resolve(`@pulumi/${name}/package.json`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new Error(
    `The simulated ${name} needs @pulumi/${name} to check inputs against, and it is not installed: ` +
      `npm install @pulumi/${name}.`,
  );
}

/** Whether a shape allows a property to be absent. */
export function optional(shape: Shape): boolean {
  return shape.kind === "undefined" || (shape.kind === "union" && shape.of.some(optional));
}

/** A shape without undefined, and a union of one as that one. */
export function required(shape: Shape): Shape {
  if (shape.kind !== "union") return shape;
  const rest = shape.of.filter((s) => s.kind !== "undefined").map(required);
  const [first] = rest;
  return rest.length === 1 && first ? first : { kind: "union", of: rest };
}

/** The interface that values of a shape have, through lists. */
export function interfaceOf(shape: Shape): string | undefined {
  const plain = required(shape);
  if (plain.kind === "object") return plain.name;
  return plain.kind === "array" ? interfaceOf(plain.of) : undefined;
}
