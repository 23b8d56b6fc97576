/** Whether an error says that a value is not known before the deployment (`UnknownValueError` of `@pulumi/policy`). */
export function isUnknown(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

/** Does `check` for every item; an unknown value in one puts off the rule only after the others were checked. */
export function forEach<T>(items: readonly T[] | undefined, check: (item: T, index: number) => void): void {
  let unknown: unknown;
  for (let index = 0; index < (items?.length ?? 0); index++) {
    try {
      check(items?.[index] as T, index);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      unknown ??= error;
    }
  }
  if (unknown !== undefined) throw unknown as Error;
}

/** Does every check; an unknown value in one puts off the rule only after the others were done. */
export function inTurn(...checks: readonly (() => void)[]): void {
  forEach(checks, (check) => {
    check();
  });
}

/** Whether a value is given but not known yet: whatever it will be, it is there. */
export function isGivenLater(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return true;
  }
}

/** Whether a value is the wanted one, or may be once it is known. */
export function mayBe(read: () => unknown, wanted: unknown): boolean {
  return isGivenLater(read) || read() === wanted;
}

/** Whether there is a value that is not empty, also one that is known later. */
export function isGiven(read: () => unknown): boolean {
  return isGivenLater(read) || (read() ?? "") !== "";
}

/** The value, or undefined while it is not known. */
export function ifKnown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return undefined;
  }
}
