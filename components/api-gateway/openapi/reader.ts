import type { Fault } from "../../core";
import { valueOf } from "./text";

export type Tree = Readonly<Record<string, unknown>>;

/** What is read of a document's part, and where the part stands: `paths./orders.get`. */
export interface At<T> {
  readonly value: T;
  readonly at: string;
}

/** Longer chains of references lead in circles. */
const REFERENCES_MAX = 16;

/** Reads an OpenAPI document part by part, follows its references, and collects what is wrong with it. */
export class Reader {
  readonly faults: Fault[] = [];
  readonly document: Tree;

  /** @param given the document, or its text in YAML or JSON. */
  constructor(given: unknown) {
    this.document = this.#opened(given);
  }

  fault(path: string, given: unknown, allowed: string): void {
    this.faults.push({ path, given, allowed });
  }

  /** A part that must be an object when it is there; references are followed. */
  tree(value: unknown, at: string): At<Tree> | undefined {
    let part: At<unknown> = { value, at };
    for (let i = 0; i < REFERENCES_MAX; i += 1) {
      if (part.value === undefined) return undefined;
      if (!isTree(part.value)) {
        this.fault(part.at, part.value, "an object");
        return undefined;
      }
      const reference = part.value["$ref"];
      if (typeof reference !== "string") return { value: part.value, at: part.at };
      const next = this.#referred(reference, part.at);
      if (next === undefined) return undefined;
      part = next;
    }
    this.fault(`${at}.$ref`, value, "a reference that ends at an object; this one leads in circles");
    return undefined;
  }

  /** A part that must be a list when it is there. */
  list(value: unknown, at: string): readonly unknown[] | undefined {
    if (value === undefined || Array.isArray(value)) return value as readonly unknown[] | undefined;
    this.fault(at, value, "a list");
    return undefined;
  }

  #referred(reference: string, at: string): At<unknown> | undefined {
    if (!reference.startsWith("#/")) {
      this.fault(
        `${at}.$ref`,
        reference,
        "a reference within the document, #/…; bundle it into one file first",
      );
      return undefined;
    }
    const keys = reference
      .slice(2)
      .split("/")
      .map((key) => decoded(key).replace(/~1/g, "/").replace(/~0/g, "~"));
    const value = keys.reduce<unknown>(
      (node, key) => (isTree(node) && Object.hasOwn(node, key) ? node[key] : undefined),
      this.document,
    );
    if (value !== undefined) return { value, at: keys.join(".") };
    this.fault(`${at}.$ref`, reference, "a reference to a part of the document that is there");
    return undefined;
  }

  #opened(given: unknown): Tree {
    if (typeof given !== "string") return this.#whole(given);
    const read = valueOf(given);
    if ("value" in read) return this.#whole(read.value);
    this.faults.push({ path: "", allowed: read.allowed });
    return {};
  }

  #whole(value: unknown): Tree {
    if (!isTree(value)) {
      this.fault("", value, "an OpenAPI document, an object");
      return {};
    }
    const { openapi, swagger } = value;
    if (swagger !== undefined)
      this.fault("swagger", swagger, "an OpenAPI document of 3.0 or 3.1; convert it first");
    else if (typeof openapi !== "string" || !/^3\.[01]\.\d+/.test(openapi))
      this.fault("openapi", openapi, "the version 3.0 or 3.1, such as 3.0.3");
    return value;
  }
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A key of a reference as a fragment has it; one that is not well encoded stays as it is, and is not found. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch (error) {
    if (error instanceof URIError) return key;
    throw error;
  }
}
