const views = new WeakMap<object, object>();

const isNull = (target: object, key: PropertyKey): boolean =>
  Object.getOwnPropertyDescriptor(target, key)?.value === null;

const WITHOUT_NULL: ProxyHandler<object> = {
  get(target, key) {
    const found: unknown = Reflect.get(target, key);
    if (found === null) return undefined;
    return typeof found === "object" ? present(found) : found;
  },
  has: (target, key) => Reflect.has(target, key) && !isNull(target, key),
  ownKeys: (target) => Reflect.ownKeys(target).filter((key) => Array.isArray(target) || !isNull(target, key)),
};

/** A view of a value in which null, anywhere, is what is left out: programs and clouds write either for "nothing given". */
export function present<T extends object>(value: T): T {
  const made = views.get(value);
  if (made !== undefined) return made as T;
  const view = new Proxy(value, WITHOUT_NULL) as T;
  views.set(value, view);
  return view;
}
