/**
 * Reads what a Pulumi SDK's generated declarations say of a resource: its inputs, which are required, of which type,
 * and its outputs. It knows the few forms that the SDK generator writes and takes anything else for `any`, so that a
 * new form makes the checks more lenient, never wrong.
 */

export type Shape =
  | { readonly kind: "any" | "string" | "number" | "boolean" | "asset" | "undefined" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "array" | "map"; readonly of: Shape }
  /** An interface of `types/input.d.ts` by its dotted name, `ec2.FlowLogDestinationOptions`. */
  | { readonly kind: "object"; readonly name: string }
  /** An enumeration of `types/enums` by its dotted name, `iam.PolicyDocumentVersion`. */
  | { readonly kind: "enum"; readonly name: string }
  | { readonly kind: "union"; readonly of: readonly Shape[] };

export interface PropertyFact {
  readonly name: string;
  readonly required: boolean;
  readonly shape: Shape;
  /** The documentation starts with "(Updatable)", as OCI's does for what changes in place. */
  readonly updatable: boolean;
  /** The documentation says that a change makes a new resource. */
  readonly forcesNew: boolean;
  /** The default that the documentation gives in code marks, as text. */
  readonly default?: string;
}

/** The members of the block that starts at `start`, the offset of its opening brace. */
export function parseMembers(source: string, start: number): PropertyFact[] {
  const members: PropertyFact[] = [];
  let at = start + 1;
  let documentation = "";
  for (;;) {
    at = skipSpace(source, at);
    if (at >= source.length || source[at] === "}") return members;
    if (source.startsWith("/**", at)) {
      const end = source.indexOf("*/", at);
      documentation = source.slice(at + 3, end);
      at = end + 2;
      continue;
    }
    const end = endOfMember(source, at);
    const member = /^(?:static )?(?:readonly )?["']?([\w$-]+)["']?(\?)?: ([\s\S]*)$/.exec(
      source.slice(at, end),
    );
    if (member?.[1] !== undefined && member[3] !== undefined)
      members.push(factOf(member[1], member[2] === undefined, parseShape(member[3]), documentation));
    documentation = "";
    at = end + 1;
  }
}

function factOf(name: string, required: boolean, shape: Shape, documentation: string): PropertyFact {
  const words = documentation.replace(/\n\s*\*/g, " ").trim();
  const standard = /[Dd]efault(?:s to|ed to| value is| is|:| value:)\s*`"?([^`"]+)"?`/.exec(words)?.[1];
  return {
    name,
    required,
    shape,
    updatable: words.startsWith("(Updatable)"),
    forcesNew: /forces? (a )?(new resource|replacement|re-?creation|the creation of a new)/i.test(words),
    ...(standard === undefined ? {} : { default: standard }),
  };
}

function skipSpace(source: string, at: number): number {
  for (;;) {
    while (/\s/.test(source[at] ?? "")) at++;
    if (!source.startsWith("//", at)) return at;
    const end = source.indexOf("\n", at);
    at = end < 0 ? source.length : end;
  }
}

/** The offset of the semicolon that ends a member, passing over braces, comments and strings inside it. */
function endOfMember(source: string, at: number): number {
  let depth = 0;
  for (; at < source.length; at++) {
    const c = source[at];
    if (c === "/" && source[at + 1] === "*") at = source.indexOf("*/", at) + 1;
    else if (c === '"') at = source.indexOf('"', at + 1);
    else if (c === "{" || c === "(" || c === "<" || c === "[") depth++;
    else if (c === "}" || c === ")" || c === "]" || (c === ">" && source[at - 1] !== "=")) depth--;
    else if (c === ";" && depth === 0) return at;
    if (depth < 0) return at - 1;
  }
  return at;
}

/** Reads a type expression. */
export function parseShape(expression: string): Shape {
  const reader = new ShapeReader(expression);
  return reader.union();
}

class ShapeReader {
  private at = 0;
  constructor(private readonly source: string) {}

  union(): Shape {
    const alternatives: Shape[] = [];
    do alternatives.push(this.suffixed());
    while (this.accept("|"));
    if (alternatives.some((s) => s.kind === "any")) return { kind: "any" };
    return alternatives.length === 1 && alternatives[0]
      ? alternatives[0]
      : { kind: "union", of: alternatives };
  }

  private suffixed(): Shape {
    let shape = this.primary();
    while (this.accept("[]")) shape = { kind: "array", of: shape };
    return shape;
  }

  private primary(): Shape {
    if (this.accept("(")) {
      const inner = this.union();
      this.accept(")");
      return inner;
    }
    if (this.accept("{")) return this.indexSignature();
    const literal = this.match(/^"([^"]*)"/);
    if (literal) return { kind: "literal", value: literal[1] ?? "" };
    const name = this.match(/^[\w.]+/)?.[0] ?? this.rest();
    switch (name) {
      case "string":
      case "number":
      case "boolean":
      case "undefined":
        return { kind: name };
      case "true":
      case "false":
        return { kind: "literal", value: name === "true" };
      case "pulumi.Input":
      case "pulumi.Output":
      case "Promise": {
        this.accept("<");
        const inner = this.union();
        this.accept(">");
        return inner;
      }
    }
    if (/^(pulumi\.)?asset\./.test(name)) return { kind: "asset" };
    if (/^(inputs|outputs)\./.test(name)) return { kind: "object", name: name.slice(name.indexOf(".") + 1) };
    if (name.startsWith("enums.")) return { kind: "enum", name: name.slice("enums.".length) };
    // An ARN or an enumeration by another name is a string; a generic type that is not known is anything.
    if (name === "ARN" || name.endsWith(".ARN")) return { kind: "string" };
    this.skipArguments();
    return { kind: "any" };
  }

  /** `{ [key: string]: T; }` is a map; any other literal type is taken for anything. */
  private indexSignature(): Shape {
    const map = this.match(/^\[key: string\]: /);
    const of: Shape = map ? this.union() : { kind: "any" };
    let depth = 1;
    while (depth > 0 && this.at < this.source.length) {
      const c = this.source[this.at++];
      if (c === "{") depth++;
      else if (c === "}") depth--;
    }
    return { kind: "map", of };
  }

  private skipArguments(): void {
    if (!this.accept("<")) return;
    let depth = 1;
    while (depth > 0 && this.at < this.source.length) {
      const c = this.source[this.at++];
      if (c === "<") depth++;
      else if (c === ">") depth--;
    }
  }

  private accept(token: string): boolean {
    this.space();
    if (!this.source.startsWith(token, this.at)) return false;
    this.at += token.length;
    this.space();
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    this.space();
    const found = pattern.exec(this.source.slice(this.at));
    if (found) this.at += found[0].length;
    return found;
  }

  private rest(): string {
    const rest = this.source.slice(this.at);
    this.at = this.source.length;
    return rest;
  }

  private space(): void {
    while (/\s/.test(this.source[this.at] ?? "")) this.at++;
  }
}

/** Where each interface of a declaration file with nested namespaces opens, by dotted name. */
export function indexInterfaces(source: string): Map<string, number> {
  const found = new Map<string, number>();
  const namespaces: string[] = [];
  const opening = /^( *)(?:export )?(?:declare )?(namespace|interface) (\w+)[^\n]*\{$/gm;
  for (let m = opening.exec(source); m; m = opening.exec(source)) {
    const depth = (m[1] ?? "").length / 4;
    const name = m[3] ?? "";
    namespaces.length = depth;
    if (m[2] === "namespace") namespaces[depth] = name;
    else found.set([...namespaces, name].join("."), m.index + m[0].length - 1);
  }
  return found;
}
