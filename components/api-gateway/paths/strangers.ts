import { partyNamed, type Party } from "../../../lib/reachability";
import { isOpen, tcp } from "./hops";
import type { GatewayPaths, PathGap } from "./spec";

/** Whoever reaches the gateway and is none of its clients, the internet first. */
export function strangers(paths: GatewayPaths, gateway: string): PathGap[] {
  const { network, clients } = paths;
  const target = partyNamed(network, gateway);
  if ("fault" in target) return [];
  const declared = new Set(clients.map(({ from }) => from));
  const others: (readonly [string, Party])[] = [
    ["internet", { kind: "internet" }],
    ...network.endpoints
      .filter(
        ({ name, aliases = [] }) => name !== gateway && ![name, ...aliases].some((one) => declared.has(one)),
      )
      .map((endpoint) => [endpoint.name, { kind: "endpoint", endpoint }] as const),
  ];
  return others
    .filter(([, party]) => isOpen(paths, party, target.party, tcp(443)))
    .map(([from]) => ({
      kind: "stranger",
      routes: [],
      from,
      to: gateway,
      on: "TCP 443",
      what: `${from} reaches ${gateway}, and is none of its clients`,
      remedy: "take the rule away that lets it, or declare the client",
    }));
}
