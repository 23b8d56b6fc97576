import type { NumericCondition, OneOf, TextFilter } from "../../pattern";

type Keys<D> = keyof D & string;

/**
 * Conditions on what `D` declares, and nothing else. Of several events, on what all of them declare. A field of a list's
 * objects matches when any one of them has it: `items: { productId: [{ prefix: "DIGITAL-" }] }` also takes an order of
 * which one item of many is digital. "All of them" needs a field of its own, as `fulfilment` of Order Created is.
 */
export type PatternOf<D> = { readonly [K in Keys<D>]?: FieldPattern<Exclude<D[K], undefined>> } & {
  /** Two or more objects, of which one must match. */
  readonly $or?: readonly [PatternOf<D>, PatternOf<D>, ...PatternOf<D>[]];
};

type FieldPattern<T> = [T] extends [readonly (infer E)[]]
  ? FieldPattern<E>
  : [Exclude<T, null>] extends [object]
    ? PatternOf<Exclude<T, null>>
    : OneOf<MatcherOf<T>>;

/** A value of the field's own type, or a filter that such values can meet. */
type MatcherOf<T> =
  | T
  | { readonly exists: boolean }
  | ([Extract<T, string>] extends [never] ? never : TextFilter | { readonly cidr: string })
  | ([Extract<T, number>] extends [never]
      ? never
      : { readonly numeric: NumericCondition } | { readonly "anything-but": number | OneOf<number> });
