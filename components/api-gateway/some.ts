/** One or more. */
export type Some<T> = readonly [T, ...T[]];
