/** Whether requests can get from clients over the gateway to what is behind it, and whether others can too. */
import { isReason } from "../reason";
import type { Api } from "../spec";
import { hopGaps, tcp, type Hop } from "./hops";
import { clientNameGaps, nameGap } from "./names";
import { localRoutes } from "./local-routes";
import type { GatewayPaths, HostPlace, PathGap } from "./spec";
import { strangers } from "./strangers";
import { targetsOf, type Target } from "./targets";

const HTTPS = 443;
export const gatewayOf = ({ gateway = "api-gateway" }: GatewayPaths): string => gateway;

/**
 * Everything that keeps requests of the declared clients from the gateway, it from the backends and key sets of the APIs, and
 * load balancers from what is behind them: routes there and back, rules at both ends, health checks, names, authorities; and
 * everything that reaches the gateway and is no client. No gap: it works, as far as is declared.
 */
export function checkPath(paths: GatewayPaths, apis: readonly Api[]): PathGap[] {
  const targets = apis.flatMap(targetsOf);
  return merged([...clientGaps(paths), ...targets.flatMap((target) => targetGaps(paths, target))]);
}

/** What of it concerns the gateway itself: clients, their names, those who are none, routes that overrule the network's own. */
export function clientGaps(paths: GatewayPaths): PathGap[] {
  const gateway = gatewayOf(paths);
  return merged([
    ...paths.clients.flatMap(({ from }) =>
      hopGaps(paths, { from, to: gateway, traffic: tcp(HTTPS), routes: [] }),
    ),
    ...clientNameGaps(paths),
    ...strangers(paths, gateway),
    ...localRoutes(paths.network),
  ]);
}

/** What of it concerns the backends and the key set of an API. */
export function backendGaps(paths: GatewayPaths, api: Api): PathGap[] {
  return merged(targetsOf(api).flatMap((target) => targetGaps(paths, target)));
}

function targetGaps(paths: GatewayPaths, { host, port, secure, routes }: Target): PathGap[] {
  const gateway = gatewayOf(paths);
  const place: HostPlace | undefined =
    host === undefined
      ? { kind: "oracle-service" }
      : Object.hasOwn(paths.hosts, host)
        ? paths.hosts[host]
        : undefined;
  const about = { routes, from: gateway, to: host ?? "functions" };
  if (place === undefined) {
    const what = `nothing is said of where ${about.to} is`;
    const remedy = `name its place in hosts, among ${Object.keys(paths.hosts).join(", ") || "which there is none"}`;
    return [{ kind: "place", ...about, what, remedy }];
  }
  const name = host === undefined ? [] : nameGap(paths.names, place, { ...about, host });
  const to = place.kind === "oracle-service" ? oracleServices(paths) : place.at;
  const ways: Hop[] = [{ from: gateway, to, traffic: tcp(port), routes }];
  if ("behind" in place) {
    for (const { at, port: service, healthPort } of place.behind) {
      for (const each of new Set([service, healthPort])) {
        ways.push({ from: place.at, to: at, traffic: tcp(each), routes });
      }
    }
  }
  return [
    ...name,
    ...ways.flatMap((way) => hopGaps(paths, way)),
    ...directGap(place, about),
    ...(secure ? trustGap(paths, place, about) : []),
  ];
}

/** The network's name of Oracle's services in the region. */
function oracleServices({ network }: GatewayPaths): string {
  const named = network.services.find(({ name }) => name.startsWith("oracle-services"));
  return named?.name ?? "oracle-services";
}

type About = Pick<PathGap, "routes" | "from" | "to">;

function directGap(place: HostPlace, about: About): PathGap[] {
  if (!("direct" in place) || isReason(place.direct.reason)) return [];
  const what = `${about.to} is behind no load balancer, and nothing says why`;
  return [
    {
      kind: "place",
      ...about,
      what,
      remedy: "say why in direct.reason, in a sentence; or put it behind one",
    },
  ];
}

function trustGap({ trusts = [] }: GatewayPaths, place: HostPlace, about: About): PathGap[] {
  if (place.kind === "oracle-service" || place.signedBy === "public" || trusts.includes(place.signedBy))
    return [];
  const what = `the certificate of ${about.to} is signed by ${place.signedBy}, which the gateway does not trust`;
  return [{ kind: "trust", ...about, what, remedy: `add a CA bundle with ${place.signedBy} to the gateway` }];
}

/** What does not depend on the port that is called: one missing route is one gap, whatever would have taken it. */
const OF_NO_PORT: ReadonlySet<PathGap["kind"]> = new Set(["route", "gateway", "address"]);

/** One gap of several routes or ports is told once, with all of them. */
function merged(gaps: readonly PathGap[]): PathGap[] {
  const byKey = new Map<string, PathGap>();
  for (const gap of gaps) {
    const { kind, from, to, on, what } = gap;
    const key = [kind, from, to, OF_NO_PORT.has(kind) ? "" : on, what].join("\n");
    const known = byKey.get(key);
    const routes = [...new Set([...(known?.routes ?? []), ...gap.routes])];
    const ports = [...new Set([known?.on, on].filter((one) => one !== undefined))].join(", ");
    byKey.set(key, { ...gap, routes, ...(ports === "" ? {} : { on: ports }) });
  }
  return [...byKey.values()];
}
