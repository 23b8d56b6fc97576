/** A platform of any size that the internet may enter: its groups are full, and its rules all of another range and port. */
import { cidr, formatAddress } from "../../../lib/cidr";
import type { Endpoint, Filter, FilterRule, Model, Subnet } from "../../../lib/reachability";

/** OCI service limits, "Networking": rules that a security group takes. */
const RULES_A_GROUP = 120;

export function publicPlatform(rules: number): Model {
  const groups = Math.ceil(rules / RULES_A_GROUP);
  const ids = Array.from({ length: groups }, (_, i) => `${i}`);
  const rule = (n: number): FilterRule => ({
    direction: n % 5 === 4 ? "out" : "in",
    end: { range: cidr(`${formatAddress(cidr("11.0.0.0/8").first + n * 256)}/24`) },
    on: { protocol: "tcp", ports: [1000 + n, 1010 + n] },
  });
  return {
    networks: [{ id: "n", name: "n", ranges: [cidr("10.0.0.0/16")] }],
    subnets: ids.map((id, i): Subnet => ({
      id,
      name: id,
      network: "n",
      range: cidr(`${formatAddress(cidr("10.0.0.0/16").first + i * 256)}/24`),
      table: "t",
      lists: [],
    })),
    tables: [{ id: "t", name: "t", routes: [{ to: { range: cidr("0.0.0.0/0") }, via: "igw" }] }],
    gateways: [{ kind: "internet", id: "igw", name: "igw", network: "n" }],
    filters: ids.map((id, i): Filter => ({
      id,
      name: id,
      rules: Array.from({ length: Math.min(RULES_A_GROUP, rules - i * RULES_A_GROUP) }, (_, n) =>
        rule(i * RULES_A_GROUP + n),
      ),
    })),
    acls: [],
    policies: [],
    namespaces: {},
    endpoints: ids.map((id): Endpoint => ({ name: id, subnets: [id], groups: [id], isPublic: true })),
    services: [],
    gaps: [],
  };
}
