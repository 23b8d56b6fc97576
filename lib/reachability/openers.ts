/** What lets the internet in: the rules and doors of what it calls first. */
import type { FilterRule } from "./filter";
import type { Exposure } from "./internet";
import type { Model } from "./model";
import type { Interval } from "./pieces";
import type { PortRange } from "./traffic";
import { worldOf } from "./world";

/** Each resource in which a rule or a door stands that lets some of the internet in at an exposure. */
export function openersOf(model: Model, exposure: Exposure): readonly string[] {
  const { endpoints, subnets } = worldOf(model);
  const called = endpoints.get(exposure.through[0] ?? exposure.endpoint);
  if (called === undefined) return [];
  const lists = called.subnets.flatMap((id) => subnets.get(id)?.lists ?? []);
  const ids = new Set([...called.groups, ...lists]);
  const rules = model.filters.flatMap((one) => (ids.has(one.id) ? one.rules : []));
  const doors = (called.doors ?? []).filter(
    ({ clients, port }) =>
      exposure.protocol === "tcp" && meet(exposure.ports, [port, port]) && isFrom(exposure, clients),
  );
  const found = [...rules.filter((rule) => letsIn(rule, exposure)), ...doors];
  return [...new Set(found.flatMap(({ resource }) => resource ?? []))];
}

const letsIn = ({ direction, end, on }: FilterRule, exposure: Exposure): boolean =>
  direction === "in" &&
  "range" in end &&
  isFrom(exposure, [end.range]) &&
  (on.protocol === "all" || on.protocol === exposure.protocol) &&
  (on.ports === undefined || meet(on.ports, exposure.ports));

const isFrom = ({ from }: Exposure, ranges: readonly Interval[]): boolean =>
  from.some((one) => ranges.some(({ first, last }) => first <= one.last && one.first <= last));

const meet = (a: PortRange, b: PortRange): boolean => a[0] <= b[1] && b[0] <= a[1];
