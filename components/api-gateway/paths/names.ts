import { hopGaps } from "./hops";
import type { ClientClass, GatewayPaths, HostPlace, PathGap, PathNames } from "./spec";

/** Callers that ask the network's own resolver; the others ask their own, which forwards to a listening endpoint. */
const INSIDE: ReadonlySet<ClientClass> = new Set(["vcn", "oci-private-service"]);
const DNS = 53;

/** Whether a private view has a record of a name; `*.example.com` is one of every name below it that has none. */
export function hasRecord(records: readonly string[], host: string): boolean {
  return records.some((record) =>
    record.startsWith("*.") ? host.endsWith(record.slice(1)) : record === host,
  );
}

/** What keeps clients from resolving the gateway's name. */
export function clientNameGaps(paths: GatewayPaths): PathGap[] {
  const { clients, names } = paths;
  const { hostname, records, listener } = names;
  const unknown: PathGap[] = hasRecord(records, hostname)
    ? []
    : clients.map(({ from }) => ({
        kind: "name",
        routes: [],
        from,
        to: hostname,
        what: `no private view of the network has a record of ${hostname}`,
        remedy: "make the record from the gateway's own address, in a view of the network's resolver",
      }));
  return [
    ...unknown.slice(0, 1),
    ...clients
      .filter((client) => !INSIDE.has(client.class))
      .flatMap(({ from, class: kind }): PathGap[] =>
        listener === undefined
          ? [
              {
                kind: "name",
                routes: [],
                from,
                to: hostname,
                what: `callers of the class ${kind} have no resolver of this network to ask for ${hostname}`,
                remedy: "give the network's resolver a listening endpoint, and let their own forward to it",
              },
            ]
          : (["udp", "tcp"] as const).flatMap((protocol) =>
              hopGaps(paths, { from, to: listener, traffic: { protocol, port: DNS }, routes: [] }),
            ),
      ),
  ];
}

/** What keeps the gateway from resolving a host that it calls. */
export function nameGap(
  { records }: PathNames,
  place: HostPlace,
  { host, ...about }: Pick<PathGap, "routes" | "from" | "to"> & { readonly host: string },
): PathGap[] {
  // Oracle's names are public ones, and resolved everywhere.
  if (place.kind === "oracle-service" || hasRecord(records, host)) return [];
  const what = `no private view of the network has a record of ${host}`;
  return [{ kind: "name", ...about, what, remedy: "add the record to a view of the network's resolver" }];
}
