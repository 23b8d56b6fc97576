import { PRIVATE_RANGES, contains, parseCidr, type Fault } from "../../core";
import type { Peers } from "./roles";
import { GATEWAY_CLIENTS, isPeer, peerName, type GatewayClient } from "./sentences";

/** Everything wrong with who may call the gateway. */
export function clientFaults(
  path: string,
  clients: readonly GatewayClient[],
  { peers }: { readonly peers: Peers },
): Fault[] {
  return clients.flatMap((client, i): Fault[] => {
    const at = `${path}[${i}]`;
    if (clients.indexOf(client) !== i) return [{ path: at, given: client, allowed: "each client once" }];
    if (!isPeer(client)) {
      if ((GATEWAY_CLIENTS as readonly string[]).includes(client)) return [];
      const allowed = `one of ${GATEWAY_CLIENTS.join(", ")}, or a peer by its name, peer:aws`;
      return [{ path: at, given: client, allowed }];
    }
    const range = peers[peerName(client)];
    if (range === undefined) {
      return [
        { path: at, given: client, allowed: `a peer of this network: ${Object.keys(peers).join(", ")}` },
      ];
    }
    const parsed = parseCidr(range);
    // A private range as a whole is everybody inside, whoever that comes to be.
    if (parsed === undefined || !PRIVATE_RANGES.some((whole) => contains(parsed, whole))) return [];
    const allowed = "a peer whose range is a network of its own, not all private addresses";
    return [{ path: at, given: `${client} (${range})`, allowed }];
  });
}
