/** Whether there is a value: what types rule out and plain JavaScript does not. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
