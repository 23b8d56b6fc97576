/** A part of a text that may be left out, and how soon: the lowest rank stays longest. */
export interface Piece {
  readonly of: object;
  readonly rank: number;
}

/**
 * The text with as many pieces as the limit in UTF-8 bytes allows, taken by rank and then by order. `render` says by itself what it was
 * not given; without any piece its text has to be within the limit.
 */
export function fit(
  pieces: readonly Piece[],
  limit: number,
  render: (kept: ReadonlySet<object>) => string,
): string {
  const ranked = [...pieces].sort((a, b) => a.rank - b.rank).map(({ of }) => of);
  const whole = render(new Set(ranked));
  if (Buffer.byteLength(whole) <= limit) return whole;
  let best = render(new Set());
  const least = Buffer.byteLength(best);
  if (least > limit) throw new RangeError(`limit: ${limit} is given; at least ${least} is needed`);
  let [fits, over] = [0, ranked.length];
  while (over - fits > 1) {
    const middle = Math.floor((fits + over) / 2);
    const text = render(new Set(ranked.slice(0, middle)));
    if (Buffer.byteLength(text) > limit) over = middle;
    else [fits, best] = [middle, text];
  }
  return best;
}
