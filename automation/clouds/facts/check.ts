import { nearest } from "../../../lib/suggest";
import { AssetInstance, UNKNOWN, type CheckFailure, type Value, type Values } from "../../engine/provider";
import { isArray, isObject } from "../values";
import { required, type ObjectFacts } from "./facts";
import type { PropertyFact, Shape } from "./parser";

const readsAsNumber = (value: Value): boolean => typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);

/** Words for what a value is, without the value, which may be secret. */
function describe(value: Value): string {
  if (value === null) return "null";
  if (isArray(value)) return "a list";
  if (value instanceof AssetInstance) return "an asset";
  if (isObject(value)) return "an object";
  return `a ${typeof value}`;
}

function expected(shape: Shape): string {
  switch (shape.kind) {
    case "array":
      return "a list";
    case "map":
    case "object":
      return "an object";
    case "literal":
      return JSON.stringify(shape.value);
    case "asset":
      return "an asset";
    case "union":
      return [...new Set(required(shape).kind === "union" ? shape.of.map(expected) : [])].join(" or ");
    case "any":
    case "undefined":
      return "any value";
    case "enum":
      return "a string";
    case "string":
    case "number":
    case "boolean":
      return `a ${shape.kind}`;
  }
}

const join = (path: string, key: string): string =>
  /^[\w$-]+$/.test(key) ? (path === "" ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`;

/**
 * Compares inputs with what the installed SDK declares: unknown names, missing required ones and values of another
 * type. All faults are reported, each with its path. A value that is unknown in a preview is taken for right.
 */
export class InputCheck {
  readonly failures: CheckFailure[] = [];

  /**
   * @param strict refuse text where a number is wanted and the like, as an API server does. Pulumi's bridge to
   * Terraform's providers takes what reads as the wanted type for it.
   */
  constructor(
    private readonly facts: ObjectFacts,
    private readonly strict = false,
  ) {}

  properties(
    values: Values,
    facts: ReadonlyMap<string, PropertyFact>,
    path = "",
    owner = "this resource",
  ): void {
    for (const [name, value] of Object.entries(values)) {
      if (name === "__defaults") continue;
      // `x-kubernetes-list-type` is x_kubernetes_list_type in the SDK; manifests have it as the API has it.
      const fact = facts.get(name) ?? facts.get(name.replaceAll("-", "_"));
      if (fact === undefined) {
        this.fail(join(path, name), unknownName(name, owner, [...facts.keys()]));
      } else if (value !== null) {
        this.value(value, required(fact.shape), join(path, name));
      }
    }
    for (const fact of facts.values()) {
      if (fact.required && (values[fact.name] === undefined || values[fact.name] === null))
        this.fail(join(path, fact.name), `${owner} needs "${fact.name}" (${expected(required(fact.shape))})`);
    }
  }

  private value(value: Value, shape: Shape, path: string): void {
    if (value === UNKNOWN || value === null || shape.kind === "any" || shape.kind === "undefined") return;
    switch (shape.kind) {
      case "string":
        if (typeof value !== "string" && (this.strict || !["number", "boolean"].includes(typeof value)))
          this.mismatch(value, shape, path);
        return;
      case "number":
        if (typeof value !== "number" && (this.strict || !readsAsNumber(value)))
          this.mismatch(value, shape, path);
        return;
      case "boolean":
        if (typeof value !== "boolean" && (this.strict || (value !== "true" && value !== "false")))
          this.mismatch(value, shape, path);
        return;
      case "literal":
        if (value !== shape.value) this.mismatch(value, shape, path);
        return;
      case "enum": {
        const values = this.facts.enumeration?.(shape.name);
        this.value(
          value,
          values
            ? { kind: "union", of: values.map((v) => ({ kind: "literal", value: v })) }
            : { kind: "string" },
          path,
        );
        return;
      }
      case "asset":
        if (!(value instanceof AssetInstance)) this.mismatch(value, shape, path);
        return;
      case "array":
        if (!isArray(value)) this.mismatch(value, shape, path);
        else for (const [i, v] of value.entries()) this.value(v, required(shape.of), `${path}[${String(i)}]`);
        return;
      case "map":
        if (!isObject(value)) this.mismatch(value, shape, path);
        else for (const [k, v] of Object.entries(value)) this.value(v, required(shape.of), join(path, k));
        return;
      case "object": {
        if (!isObject(value)) {
          this.mismatch(value, shape, path);
          return;
        }
        const members = this.facts.object(shape.name);
        if (members)
          this.properties(
            value,
            new Map(members.map((m) => [m.name, m])),
            path,
            path.replace(/\[\d+\]$/, ""),
          );
        return;
      }
      case "union":
        if (shape.of.some((s) => this.matches(value, required(s)))) return;
        // With one object among the alternatives, say what is wrong with it instead of naming types.
        for (const only of shape.of.filter((s) => s.kind === "object" && isObject(value)).slice(0, 1)) {
          this.value(value, only, path);
          return;
        }
        this.mismatch(value, shape, path);
        return;
    }
  }

  private matches(value: Value, shape: Shape): boolean {
    const attempt = new InputCheck(this.facts, this.strict);
    attempt.value(value, shape, "");
    return attempt.failures.length === 0;
  }

  private mismatch(value: Value, shape: Shape, path: string): void {
    const options = shape.kind === "union" ? shape.of : [shape];
    // Of the right type and none of the values that there are: its type says nothing.
    const wrong = options.some((s) => s.kind === "literal" && typeof s.value === typeof value);
    this.fail(path, `must be ${expected(shape)}${wrong ? "" : `, not ${describe(value)}`}`);
  }

  private fail(property: string, reason: string): void {
    this.failures.push({ property, reason });
  }
}

export function unknownName(name: string, owner: string, known: readonly string[]): string {
  const close = nearest(name, known);
  return `${owner} has no property "${name}"${close === undefined ? "" : `; did you mean "${close}"?`}`;
}
