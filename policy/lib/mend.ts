/**
 * Inputs with one place of them set. Everything else is moved and not read, so that what is secret or not known yet stays so.
 * Undefined where something on the way is no plain object: there is nothing to mend in what can not be seen.
 */
export function withInput(
  inputs: object,
  [key, ...rest]: readonly [string, ...string[]],
  value: unknown,
): Record<string, unknown> | undefined {
  const kept: Record<string, unknown> = Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(inputs)).map(([name, { value: held }]) => [
      name,
      held as unknown,
    ]),
  );
  const [next, ...further] = rest;
  if (next === undefined) return { ...kept, [key]: value };
  const inner = kept[key] ?? {};
  if (typeof inner !== "object" || Object.getPrototypeOf(inner) !== Object.prototype) return undefined;
  const mended = withInput(inner, [next, ...further], value);
  return mended && { ...kept, [key]: mended };
}
