const REDACTED = "[redacted]";

/** A copy in which what the paths lead to reads `[redacted]`; lists are passed through. */
export function redact(value: unknown, paths: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => redact(item, paths));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (paths.includes(name)) return [name, REDACTED];
      const below = paths
        .filter((path) => path.startsWith(`${name}.`))
        .map((path) => path.slice(name.length + 1));
      return [name, below.length === 0 ? inner : redact(inner, below)];
    }),
  );
}
