/** Routes and security groups around a gateway. */
import { contains, formatCidr, type Cidr } from "../../../lib/cidr";
import type { FilterRule, RouteTable } from "../../../lib/reachability";
import { failed, warning, type Fault } from "./finding";
import { OF_ROUTES, shutHops } from "./hops";
import type { Patient } from "./patient";

const HTTPS = 443;

/** Route tables of the gateway's subnet, of the backends' and of what is behind them; for the clients and back. */
export function routeFaults(patient: Patient): Fault[] {
  const { subnet, model } = patient;
  if (subnet === undefined) {
    const remedy = "read the stack of its network too: leave --only out";
    return [failed(patient.title, "nothing is known of its subnet", remedy)];
  }
  const table = model.tables.find(({ id }) => id === subnet.table);
  if (table === undefined) {
    return [
      failed(subnet.name, "nothing is known of its route table", "attach a table of its own to the subnet"),
    ];
  }
  return [
    ...waysOut(patient, table),
    ...localRoutes(patient),
    ...clientRoutes(patient, table),
    ...shutHops(patient)
      .filter(({ block }) => OF_ROUTES.has(block.kind))
      .map(({ hop, block }) =>
        (block.unknown === true ? warning : failed)(
          block.at,
          `${hop}: ${block.text}`,
          "give the table a rule for it, by the DRG to other networks; within one network none is needed",
        ),
      ),
  ];
}

function waysOut({ model, subnet }: Patient, table: RouteTable): Fault[] {
  const kinds = table.routes.map(({ via }) => model.gateways.find(({ id }) => id === via)?.kind);
  const out = kinds.find((kind) => kind === "internet" || kind === "nat");
  const faults: Fault[] = [];
  if (out !== undefined) {
    const seen = `a route of it leads to ${out === "nat" ? "a NAT" : "an internet"} gateway`;
    faults.push(failed(table.name, seen, "take the route out: a gateway calls nothing on the internet"));
  }
  if (!kinds.includes("service")) {
    faults.push(
      failed(
        table.name,
        `${subnet?.name ?? ""} has no route to Oracle's services`,
        "add a rule for All <region> Services In Oracle Services Network by the service gateway: functions, identity domains and certificates are there",
      ),
    );
  }
  return faults;
}

/** Static routes for a part of the network itself: the one kind of route that can break what is local. */
function localRoutes({ model, subnet }: Patient): Fault[] {
  const network = model.networks.find(({ id }) => id === subnet?.network);
  const tables = new Set(model.subnets.filter((one) => one.network === network?.id).map((one) => one.table));
  return model.tables
    .filter(({ id }) => tables.has(id))
    .flatMap(({ name, routes }) =>
      routes.flatMap(({ to }) => {
        if (!("range" in to)) return [];
        const overrules = network?.ranges.some(
          (whole) => contains(whole, to.range) && to.range.prefix > whole.prefix,
        );
        if (overrules !== true) return [];
        const seen = `a static route for ${formatCidr(to.range)} overrules local routing within ${network?.name ?? ""}`;
        return [failed(name, seen, "take the route out: within a network none is needed")];
      }),
    );
}

/** Routes back to each range that may call. */
function clientRoutes({ model, subnet, endpoint }: Patient, table: RouteTable): Fault[] {
  const own = model.networks.find(({ id }) => id === subnet?.network)?.ranges ?? [];
  return admitted(model.filters, endpoint.groups).flatMap(({ end }) => {
    if (!("range" in end)) return [];
    const range = end.range as Cidr;
    const name = formatCidr(range);
    if (own.some((whole) => contains(whole, range))) return [];
    const route = table.routes.find(({ to }) => "range" in to && contains(to.range, range));
    if (route === undefined) {
      const remedy = `add a rule for ${name} by the DRG, or take the client off the list`;
      return [failed(table.name, `it has no route back to the client ${name}`, remedy)];
    }
    const gateway = model.gateways.find(({ id }) => id === route.via);
    if (gateway?.kind !== "transit") return [];
    const ends = model.gateways.filter(
      (one) =>
        one.kind === "transit" &&
        (one === gateway || one.links.includes(gateway.id) || gateway.links.includes(one.id)),
    );
    const there = ends.flatMap((one) => (one.kind === "transit" ? one.networks : []));
    const leads = model.networks.some(
      ({ id, ranges }) => there.includes(id) && ranges.some((whole) => contains(whole, range)),
    );
    const beyond = gateway.beyond.some(({ first, last }) => first <= range.first && range.last <= last);
    if (leads || beyond) return [];
    const seen = `nothing that is known of it leads to the client ${name}`;
    return [warning(gateway.name, seen, `attach the network of ${name} to it, or the link that leads there`)];
  });
}

type Filters = Patient["model"]["filters"];

/** Rules of the gateway's groups that let connections in on 443. */
function admitted(filters: Filters, groups: readonly string[]): FilterRule[] {
  return filters
    .filter(({ id }) => groups.includes(id))
    .flatMap(({ rules }) => rules)
    .filter(
      ({ direction, on }) =>
        direction === "in" &&
        (on.protocol === "tcp" || on.protocol === "all") &&
        (on.ports === undefined || (on.ports[0] <= HTTPS && HTTPS <= on.ports[1])),
    );
}

/** Security groups and lists: whom the gateway lets in, and each pair of rules on the way to what is behind it. */
export function groupFaults(patient: Patient): Fault[] {
  const { endpoint, model, title } = patient;
  const faults: Fault[] = [];
  if (endpoint.groups.length === 0) {
    const remedy = "give it a network security group that names its clients";
    faults.push(failed(title, "it has no network security group", remedy));
  } else if (admitted(model.filters, endpoint.groups).length === 0) {
    const remedy = "name its clients: gatewayClients of the network";
    faults.push(failed(title, "its security groups let nobody in on TCP 443", remedy));
  }
  for (const { hop, block } of shutHops(patient)) {
    if (OF_ROUTES.has(block.kind)) continue;
    const remedy =
      block.kind === "listener"
        ? "call the port that it listens on"
        : "add the rule that is missing, at this end; the other end's is told by itself";
    faults.push((block.unknown === true ? warning : failed)(block.at, `${hop}: ${block.text}`, remedy));
  }
  return faults;
}
