import type { Api } from "../spec";

/** Something that the gateway calls for an API. */
export interface Target {
  /** Not there for functions, which are called as a service. */
  readonly host: string | undefined;
  readonly port: number;
  /** Whether its certificate is verified. */
  readonly secure: boolean;
  /** `GET /v1/customer` each. */
  readonly routes: readonly string[];
}

/** What the gateway calls for an API, each host and port once, with the routes that need it. */
export function targetsOf(api: Api): Target[] {
  const prefix = api.pathPrefix === "/" ? "" : api.pathPrefix;
  const all = api.routes.map(({ methods, path }) => `${methods.join(", ")} ${prefix}${path}`);
  const callers: Target[] = [];
  const { authentication } = api;
  if (authentication.kind === "token" && "url" in authentication.keys) {
    callers.push(...targetAt(authentication.keys.url, all));
  }
  if (authentication.kind === "authorizer") {
    callers.push({ host: undefined, port: 443, secure: true, routes: all });
  }
  const backends = api.routes.flatMap(({ backend }, i): Target[] => {
    const routes = [all[i] ?? ""];
    switch (backend.kind) {
      case "http":
        return targetAt(backend.url, routes);
      case "function":
        return [{ host: undefined, port: 443, secure: true, routes }];
      case "stock-response":
        return [];
    }
  });
  const byPlace = new Map<string, Target>();
  for (const target of [...callers, ...backends]) {
    const key = `${target.host ?? ""}:${target.port}`;
    const known = byPlace.get(key);
    const routes = [...new Set([...(known?.routes ?? []), ...target.routes])];
    byPlace.set(key, { ...target, routes });
  }
  return [...byPlace.values()];
}

function targetAt(url: string, routes: readonly string[]): Target[] {
  if (!URL.canParse(url)) return [];
  const { hostname, port, protocol } = new URL(url);
  const secure = protocol === "https:";
  return [{ host: hostname, port: port === "" ? (secure ? 443 : 80) : Number(port), secure, routes }];
}
