import { readObject, type Json, type JsonObject } from "./json";
import { Value } from "./value";

/** In which element of which array a value stands. Values match together when they stand in one element of each. */
export type Membership = readonly Place[];

/** One array of an event, and one of its elements. */
export interface Place {
  readonly array: ArrayOfEvent;
  readonly element: number;
}

export interface ArrayOfEvent {
  /** Counted through the event. */
  readonly id: number;
  /** The parts of the names that lead to it. */
  readonly parts: readonly string[];
}

/** A leaf of an event. */
export interface FieldValue {
  readonly value: Value;
  readonly membership: Membership;
  /** Whether the way to it has a part that is the empty name; rules without such a part do not see it. */
  readonly emptyName: boolean;
}

/** An event, read once for any number of patterns: every leaf by the names that lead to it, joined with dots. */
export interface Event {
  readonly fields: ReadonlyMap<string, readonly FieldValue[]>;
  readonly arrays: readonly ArrayOfEvent[];
}

/**
 * Reads an event. Names that repeat give one field with the values of both, and a dot in a name is as good as one more
 * level, both as EventBridge has it.
 *
 * @throws {JsonFault} when the text does not begin with a JSON object.
 */
export function readEvent(text: string): Event {
  return flatten(text);
}

/**
 * Reads of an event what patterns look at.
 *
 * @param parts the parts of all names that the patterns have; see `Machine`. What stands below any other is checked to be
 * JSON, and left out.
 * @throws {JsonFault} when the text does not begin with a JSON object.
 */
export function readPartly(text: string, parts: ReadonlySet<string>): Event {
  return flatten(text, parts);
}

function flatten(text: string, parts?: ReadonlySet<string>): Event {
  const flat = new Flattening(parts);
  flat.object(readObject(text, "an event"));
  return { fields: flat.fields, arrays: flat.arrays };
}

/** The parts of a name that has dots, by Java's `String.split`, which leaves empty ones at the end out. */
export function partsOf(name: string): string[] {
  if (!name.includes(".")) return [name];
  const parts = name.split(".");
  while (parts.at(-1) === "") parts.pop();
  return parts;
}

const hasEmptyPart = (name: string): boolean =>
  name === "" || (name.includes(".") && partsOf(name).includes(""));

const hasOnly = (wanted: ReadonlySet<string>, name: string): boolean =>
  name.includes(".") ? partsOf(name).every((part) => wanted.has(part)) : wanted.has(name);

/** How a value is reached. */
interface Way {
  readonly path: string;
  readonly emptyName: boolean;
  /** The last name, and the way before it. */
  readonly name: string;
  readonly above: Way | undefined;
}

function partsTo({ name, above }: Way): string[] {
  return above === undefined ? partsOf(name) : [...partsTo(above), ...partsOf(name)];
}

const NOWHERE: Membership = [];

class Flattening {
  readonly fields = new Map<string, FieldValue[]>();
  readonly arrays: ArrayOfEvent[] = [];
  private membership = NOWHERE;

  /** @param wanted parts of names; all when left out. */
  constructor(private readonly wanted?: ReadonlySet<string>) {}

  object({ entries }: JsonObject, above?: Way): void {
    for (const { name, value } of entries) {
      if (this.wanted !== undefined && !hasOnly(this.wanted, name)) continue;
      this.value(value, {
        path: above === undefined ? name : `${above.path}.${name}`,
        emptyName: above?.emptyName === true || hasEmptyPart(name),
        name,
        above,
      });
    }
  }

  private value(json: Json, way: Way): void {
    if (json.kind === "object") return this.object(json, way);
    if (json.kind === "array") return this.array(json.items, way);
    const field = { value: new Value(json), membership: this.membership, emptyName: way.emptyName };
    const others = this.fields.get(way.path);
    if (others === undefined) this.fields.set(way.path, [field]);
    else others.push(field);
  }

  /** Objects and arrays in an array stand in its element; its strings, numbers and literals do not. */
  private array(items: readonly Json[], way: Way): void {
    const array: ArrayOfEvent = { id: this.arrays.length, parts: partsTo(way) };
    this.arrays.push(array);
    const outside = this.membership;
    items.forEach((item, element) => {
      const inside = item.kind === "object" || item.kind === "array";
      this.membership = inside ? [...outside, { array, element }] : outside;
      this.value(item, way);
    });
    this.membership = outside;
  }
}
