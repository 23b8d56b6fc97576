/** Names joined with dots that lead to what `D` declares; a list is passed through, as in patterns: `items.productId`. */
export type PathOf<D> = D extends readonly (infer E)[]
  ? PathOf<E>
  : D extends object
    ? { [K in keyof D & string]: K | `${K}.${PathOf<NonNullable<D[K]>>}` }[keyof D & string]
    : never;
