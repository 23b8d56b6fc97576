import { contains, formatCidr, type Cidr } from "../../core";
import type { Model } from "../../../lib/reachability";
import type { PathGap } from "./spec";

/**
 * Routes for a part of their own network. What is in a network is reached without any; a static one overrules that and
 * leads out of it (OCI Networking guide, "VCN Route Tables", intra-VCN routing).
 */
export function localRoutes({ networks, subnets, tables }: Model): PathGap[] {
  return tables.flatMap(({ id, name, routes }) => {
    const own = new Set(subnets.filter(({ table }) => table === id).map(({ network }) => network));
    const ranges = networks.filter((network) => own.has(network.id)).flatMap(({ ranges: all }) => all);
    const overrules = (range: Cidr) =>
      ranges.some((whole) => contains(whole, range) && range.prefix > whole.prefix);
    return routes.flatMap(({ to }): PathGap[] => {
      if (!("range" in to) || !overrules(to.range)) return [];
      const range = formatCidr(to.range);
      return [
        {
          kind: "local-route",
          routes: [],
          from: name,
          to: range,
          what: `${name} has a static route for ${range}, a part of its own network, which overrules local routing`,
          remedy: "take the route away: within a network none is needed",
        },
      ];
    });
  });
}
