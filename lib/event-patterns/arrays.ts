import type { ArrayOfEvent, FieldValue, Membership, Place } from "./event";

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
 *
 * @param numberOf the number that an array has among those that the pattern leads to.
 */
export function consistentValues(
  values: readonly FieldValue[],
  places: Membership,
  numberOf: (array: ArrayOfEvent) => number,
): readonly FieldValue[] {
  if (places.length === 0) return values;
  const ordered = places.length === 1 ? places : inTableOrder(places, numberOf);
  const first = ordered.find(({ array }) =>
    values.some(({ membership }) => membership.some((place) => place.array === array)),
  );
  if (first === undefined) return values;
  return values.filter(({ membership }) =>
    membership.some(({ array, element }) => array === first.array && element === first.element),
  );
}

/** The order in which event-ruler's `IntIntMap` has them: by a hash of the number, and the next free cell after it. */
function inTableOrder(places: Membership, numberOf: (array: ArrayOfEvent) => number): Membership {
  let size = 8;
  while (places.length > size * 0.75) size *= 2;
  const cells = new Array<Place | undefined>(size).fill(undefined);
  for (const place of places) {
    const mixed = Math.imul(numberOf(place.array), 0x9e3779b9);
    let cell = (mixed ^ (mixed >> 16)) & (size - 1);
    while (cells[cell] !== undefined) cell = (cell + 1) & (size - 1);
    cells[cell] = place;
  }
  return cells.filter((place) => place !== undefined);
}
