import type { FieldValue, Membership } from "./event";

/** The places of both, or undefined when they are in different elements of one array. */
export function merged(places: Membership, more: Membership): Membership | undefined {
  if (more.length === 0) return places;
  if (places.length === 0) return more;
  const added = [];
  for (const place of more) {
    const known = places.find(({ array }) => array === place.array);
    if (known === undefined) added.push(place);
    else if (known.element !== place.element) return undefined;
  }
  return added.length === 0 ? places : [...places, ...added];
}

/**
 * The values of a field that may stand beside the places so far. event-ruler looks at one array only, the first of the
 * places that any value of the field stands in, and leaves the values out that do not stand in it at all.
 */
export function consistentValues(
  values: readonly FieldValue[],
  places: Membership,
  emptyName: boolean,
): readonly FieldValue[] {
  const shared = places.filter(({ array }) =>
    values.some(({ membership }) => membership.some((place) => place.array === array)),
  );
  const [first] = inTableOrder(shared, emptyName);
  if (first === undefined) return values;
  return values.filter(({ membership }) =>
    membership.some(({ array, element }) => array === first.array && element === first.element),
  );
}

/** The order in which event-ruler's `IntIntMap` of eight cells has them. */
function inTableOrder(places: Membership, _emptyName: boolean): Membership {
  return places.toSorted((a, b) => cell(a.array.id) - cell(b.array.id));
}

function cell(id: number): number {
  const mixed = Math.imul(id, 0x9e3779b9);
  return (mixed ^ (mixed >> 16)) & 7;
}
