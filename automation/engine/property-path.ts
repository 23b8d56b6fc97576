/** Property paths, `tags.Environment`, `ingress[0].cidr`, `["a key"].*`, as `ignoreChanges` and diffs write them. */
import { Secret, isList, isMap, mapProperties, secret } from "./values";
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

/** What came of a reset: not `ok` where what holds the last element of the path came or went, or an item of a list. */
export interface Reset {
  readonly ok: boolean;
  readonly value: Property | undefined;
}

/** `now` with what `path` names taken from `old`: what `ignoreChanges` does. What was secret in `old` stays so. */
export function resetAt(old: Property | undefined, now: Property | undefined, path: PropertyPath): Reset {
  const [head, ...tail] = path;
  if (head === undefined) return { ok: true, value: old };
  if (now instanceof Secret) {
    const { ok, value } = resetAt(old instanceof Secret ? old.value : old, now.value, path);
    return { ok, value: secret(value ?? null) };
  }
  if (old instanceof Secret) return resetAt(eachSecret(old.value), now, path);
  if (head === "*") return resetEach(old, now, tail);
  return typeof head === "number" ? resetItem(old, now, head, tail) : resetMember(old, now, head, tail);
}

/** A secret map or list as one of secrets. */
function eachSecret(value: Property): Property {
  if (isList(value)) return value.map(secret);
  return isMap(value) ? mapProperties(value, secret) : value;
}

function resetItem(
  old: Property | undefined,
  now: Property | undefined,
  index: number,
  tail: PropertyPath,
): Reset {
  if (!isList(old) || !isList(now)) return { ok: !isList(old) && !isList(now), value: now };
  const [inOld, inNow] = [index < old.length, index < now.length];
  if (!inOld || !inNow) return { ok: tail.length === 0 && inOld === inNow, value: now };
  const { ok, value = null } = resetAt(old[index], now[index], tail);
  return { ok, value: [...now.slice(0, index), value, ...now.slice(index + 1)] };
}

function resetMember(
  old: Property | undefined,
  now: Property | undefined,
  key: string,
  tail: PropertyPath,
): Reset {
  const inOld = isMap(old) && Object.hasOwn(old, key);
  const inNow = isMap(now) && Object.hasOwn(now, key);
  if (!isMap(now)) return { ok: tail.length === 0 ? !inOld : !isMap(old), value: now };
  if (tail.length === 0)
    return { ok: true, value: inOld ? { ...now, [key]: old[key] ?? null } : omit(now, key) };
  if (!isMap(old)) return { ok: false, value: now };
  if (!inNow) return { ok: !inOld, value: now };
  const { ok, value = null } = resetAt(inOld ? old[key] : undefined, now[key], tail);
  return { ok, value: { ...now, [key]: value } };
}

function resetEach(old: Property | undefined, now: Property | undefined, tail: PropertyPath): Reset {
  if (isMap(old) && isMap(now)) {
    if (tail.length === 0) return { ok: true, value: old };
    return resetAll(Object.keys(old), old, now, tail);
  }
  if (isList(old) && isList(now)) {
    const { ok, value } = resetAll([...old.keys()].slice(0, now.length), old, now, tail);
    return { ok: ok && old.length === now.length, value };
  }
  return { ok: tail.length === 0 && (isMap(now) || isList(now)), value: now };
}

function resetAll(keys: PropertyPath, old: Property, now: Property, tail: PropertyPath): Reset {
  let all: Reset = { ok: true, value: now };
  for (const key of keys) {
    const one = resetAt(old, all.value, [key, ...tail]);
    all = { ok: all.ok && one.ok, value: one.value };
  }
  return all;
}

function omit(map: PropertyMap, key: string): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([other]) => other !== key));
}
