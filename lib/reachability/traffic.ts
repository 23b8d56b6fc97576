/** Packets and what rules say of them. */

/** The first packet of a connection, as one asks about it. */
export interface Traffic {
  readonly protocol: "tcp" | "udp";
  /** The port that is called. */
  readonly port: number;
}

/** A packet on its way: the caller's port, and the one that is called. */
export interface Packet {
  readonly protocol: Traffic["protocol"];
  readonly sourcePort: number;
  readonly port: number;
}

export type PortRange = readonly [first: number, last: number];

/** What a rule is about. */
export interface Match {
  /** `other` is what is neither TCP nor UDP: no question is about it. */
  readonly protocol: "all" | "tcp" | "udp" | "other";
  /** @default every port */
  readonly ports?: PortRange;
  /** @default every port */
  readonly sourcePorts?: PortRange;
}

/**
 * Ports that a caller's connection may come from: `net.ipv4.ip_local_port_range` of Linux (kernel documentation, "IP
 * Sysctl"), which is the suggestion of the VPC User Guide, "Ephemeral ports", for Linux clients.
 */
export const EPHEMERAL: PortRange = [32768, 60999];

const within = (port: number, range: PortRange | undefined): boolean =>
  range === undefined || (range[0] <= port && port <= range[1]);

export function matchesTraffic(match: Match, packet: Packet): boolean {
  return (
    (match.protocol === "all" || match.protocol === packet.protocol) &&
    within(packet.port, match.ports) &&
    within(packet.sourcePort, match.sourcePorts)
  );
}

/** The answer to a packet. */
export function replyTo({ protocol, sourcePort, port }: Packet): Packet {
  return { protocol, sourcePort: port, port: sourcePort };
}

/** `TCP 443`. */
export function trafficText({ protocol, port }: Traffic): string {
  return `${protocol.toUpperCase()} ${port}`;
}
