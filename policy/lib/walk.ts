import { ifKnown } from "./unknown";

/**
 * Visits every text of a resource's inputs with its path. A value that is not known yet comes from another resource, so it
 * is no text of the program: it is left for the deployment, where it is known.
 */
export function eachText(props: object, visit: (text: string, path: string) => void): void {
  walk(props, "", visit);
}

function walk(value: object, path: string, visit: (text: string, path: string) => void): void {
  const list = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const at = list ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const child = ifKnown(() => (value as Record<string, unknown>)[key]);
    if (typeof child === "string") visit(child, at);
    else if (isPlain(child)) walk(child, at, visit);
  }
}

/** Lists and plain objects; assets and archives are files, not settings. */
function isPlain(value: unknown): value is object {
  if (value === null || typeof value !== "object") return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
