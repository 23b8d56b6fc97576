/** Property paths, `tags.Environment`, `ingress[0].cidr`, `["a key"].*`, as `ignoreChanges` and diffs write them. */
import { Secret, isList, isMap, mapProperties } from "./values";
import type { Property, PropertyMap } from "./values";

export type PathElement = string | number;
export type PropertyPath = readonly PathElement[];

export function parsePath(text: string): PropertyPath {
  const path: PathElement[] = [];
  let rest = text;
  while (rest !== "") {
    const quoted = /^\[("(?:[^"\\]|\\.)*")\]/.exec(rest);
    const indexed = /^\[(\d+|\*)\]/.exec(rest);
    const plain = /^\.?([^.[]+)/.exec(rest);
    if (quoted?.[1] !== undefined) {
      path.push(JSON.parse(quoted[1]) as string);
      rest = rest.slice(quoted[0].length);
    } else if (indexed?.[1] !== undefined) {
      path.push(indexed[1] === "*" ? "*" : Number(indexed[1]));
      rest = rest.slice(indexed[0].length);
    } else if (plain?.[1] !== undefined) {
      path.push(plain[1]);
      rest = rest.slice(plain[0].length);
    } else {
      throw new Error(`${JSON.stringify(text)} is not a property path: it breaks at ${JSON.stringify(rest)}`);
    }
  }
  return path;
}

export function tryParsePath(text: string): PropertyPath | undefined {
  try {
    return parsePath(text);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

export function formatPath(path: PropertyPath): string {
  return path
    .map((element, index) => {
      if (typeof element === "number") return `[${element}]`;
      if (/^[^.[\]"]+$/.test(element)) return index === 0 ? element : `.${element}`;
      return `[${JSON.stringify(element)}]`;
    })
    .join("");
}

/** Whether `pattern`, which may hold `*`, names `path` or something that holds it. */
export function covers(pattern: PropertyPath, path: PropertyPath): boolean {
  return (
    pattern.length <= path.length &&
    pattern.every((element, index) => element === "*" || element === path[index])
  );
}

export function getAt(value: Property | undefined, path: PropertyPath): Property | undefined {
  let current = value;
  for (const element of path) {
    if (current instanceof Secret) current = current.value;
    if (isList(current) && typeof element === "number") current = current[element];
    else if (isMap(current)) current = Object.hasOwn(current, element) ? current[element] : undefined;
    else return undefined;
  }
  return current;
}

/** `value` with `path` set to `to`, making what is missing on the way; undefined where the path can not be. */
export function setAt(value: Property | undefined, path: PropertyPath, to: Property): Property | undefined {
  const [head, ...tail] = path;
  if (head === undefined) return to;
  if (value instanceof Secret) {
    const inner = setAt(value.value, path, to);
    return inner === undefined ? undefined : new Secret(inner);
  }
  if (typeof head === "number") {
    if (value !== undefined && value !== null && !isList(value)) return undefined;
    const list = isList(value) ? value : [];
    if (head > list.length) return undefined;
    const inner = setAt(list[head], tail, to);
    return inner === undefined ? undefined : [...list.slice(0, head), inner, ...list.slice(head + 1)];
  }
  if (value !== undefined && value !== null && !isMap(value)) return undefined;
  const map: PropertyMap = isMap(value) ? value : {};
  const inner = setAt(Object.hasOwn(map, head) ? map[head] : undefined, tail, to);
  return inner === undefined ? undefined : { ...map, [head]: inner };
}

export function deleteAt(value: Property, path: PropertyPath): Property {
  const [head, ...tail] = path;
  if (head === undefined) return value;
  if (value instanceof Secret) return new Secret(deleteAt(value.value, path));
  if (isList(value) && typeof head === "number") {
    if (tail.length === 0) return value.filter((_, index) => index !== head);
    return value.map((item, index) => (index === head ? deleteAt(item, tail) : item));
  }
  if (!isMap(value) || !Object.hasOwn(value, head)) return value;
  if (tail.length === 0) return typeof head === "string" ? omit(value, head) : value;
  return mapProperties(value, (item, key) => (key === head ? deleteAt(item, tail) : item));
}

/**
 * `now` with what `path` names taken from `old`: what `ignoreChanges` does. Undefined when elements on the way were
 * added or removed, so that there is nothing to take or nowhere to put it.
 */
export function resetAt(old: Property | undefined, now: Property | undefined, path: PropertyPath): Reset {
  const [head, ...tail] = path;
  if (head === undefined) return { ok: true, value: old };
  if (old instanceof Secret || now instanceof Secret) {
    const inner = resetAt(open(old), open(now), path);
    return now instanceof Secret && inner.value !== undefined
      ? { ok: inner.ok, value: new Secret(inner.value) }
      : inner;
  }
  if (head === "*") return resetEach(old, now, tail);
  if (typeof head === "number") {
    if (!isList(old) || !isList(now)) return { ok: false, value: now };
    const both = head < old.length && head < now.length;
    if (!both) return { ok: head >= old.length && head >= now.length, value: now };
    const inner = resetAt(old[head], now[head], tail);
    return {
      ok: inner.ok,
      value: now.map((item, index) => (index === head ? (inner.value ?? null) : item)),
    };
  }
  if (!isMap(now) || (old !== undefined && old !== null && !isMap(old))) {
    return { ok: (old ?? null) === null && (now ?? null) === null, value: now };
  }
  const inOld = isMap(old) && Object.hasOwn(old, head);
  const inNow = Object.hasOwn(now, head);
  if (tail.length > 0 && inOld !== inNow) return { ok: false, value: now };
  if (!inOld) return { ok: true, value: tail.length > 0 ? now : omit(now, head) };
  const inner = resetAt(old[head], now[head], tail);
  return {
    ok: inner.ok,
    value: inner.value === undefined ? omit(now, head) : { ...now, [head]: inner.value },
  };
}

export interface Reset {
  readonly ok: boolean;
  readonly value: Property | undefined;
}

function resetEach(old: Property | undefined, now: Property | undefined, tail: PropertyPath): Reset {
  const keys: PathElement[] =
    isList(old) && isList(now)
      ? [...now.keys()]
      : isMap(old) && isMap(now)
        ? [...new Set([...Object.keys(old), ...Object.keys(now)])]
        : [];
  if (keys.length === 0 && !(isList(old) && isList(now)) && !(isMap(old) && isMap(now))) {
    return { ok: false, value: now };
  }
  let ok = !isList(old) || !isList(now) || old.length === now.length;
  let value: Property | undefined = now;
  for (const key of keys) {
    const step = resetAt(old, value, [key, ...tail]);
    ok &&= step.ok;
    value = step.value;
  }
  return { ok, value };
}

function open(value: Property | undefined): Property | undefined {
  return value instanceof Secret ? value.value : value;
}

function omit(map: PropertyMap, key: string): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([other]) => other !== key));
}
