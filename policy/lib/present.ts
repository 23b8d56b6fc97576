const views = new WeakMap<object, object>();

/** A view of a value in which null, anywhere, is what is left out: programs and clouds write either for "nothing given". */
export function present<T extends object>(value: T): T {
  const made = views.get(value);
  if (made !== undefined) return made as T;
  const isNull = (target: object, key: PropertyKey): boolean =>
    Object.getOwnPropertyDescriptor(target, key)?.value === null;
  const view = new Proxy(value, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key);
      if (found === null) return undefined;
      return typeof found === "object" ? present(found) : found;
    },
    has: (target, key) => Reflect.has(target, key) && !isNull(target, key),
    ownKeys: (target) =>
      Reflect.ownKeys(target).filter((key) => Array.isArray(target) || !isNull(target, key)),
  });
  views.set(value, view);
  return view;
}
