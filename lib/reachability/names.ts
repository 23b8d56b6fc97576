/** What people call the parties of a model. */
import { parseCidr } from "../cidr";
import { allowedNames } from "../suggest";
import type { Model } from "./model";
import type { Party } from "./party";
import { holds, internet, type Interval } from "./pieces";
import { worldOf } from "./world";

export type Named = { readonly party: Party; readonly notes: readonly string[] } | { readonly fault: string };

/**
 * The party of a name: `internet`, an endpoint by its name or another of its names, a service, an IPv4 address or block.
 * A name that several endpoints share after their first `/` is theirs only in full.
 */
export function partyNamed(model: Model, text: string): Named {
  if (text === "internet") return { party: { kind: "internet" }, notes: [] };
  const range = parseCidr(text.includes("/") ? text : `${text}/32`);
  if (range !== undefined) return partyAt(model, text, range);
  const endpoint = model.endpoints.find(({ name, aliases = [] }) => name === text || aliases.includes(text));
  if (endpoint !== undefined) return { party: { kind: "endpoint", endpoint }, notes: [] };
  const service = model.services.find(({ name }) => name === text);
  if (service !== undefined) return { party: { kind: "service", service }, notes: [] };
  return { fault: `an IPv4 address or CIDR block, or ${allowedNames(text, namesOf(model))}` };
}

/** Every name that a party may be called by, addresses apart. */
export function namesOf(model: Model): readonly string[] {
  return [
    "internet",
    ...[...model.endpoints, ...model.services].map(({ name }) => name).sort((a, b) => a.localeCompare(b)),
  ];
}

function partyAt(model: Model, text: string, range: Interval): Named {
  const inside = (outer: Interval) => holds(outer, range.first) && holds(outer, range.last);
  const subnet = model.subnets.find((one) => inside(one.range));
  if (subnet !== undefined) {
    const here = model.endpoints.filter(
      ({ subnets, pod }) => subnets.includes(subnet.id) && pod?.namespace === undefined,
    );
    const [only] = here;
    if (only !== undefined && here.length === 1) {
      return {
        party: { kind: "endpoint", endpoint: only, range },
        notes: [`${text} is taken for ${only.name}, which alone is known in ${subnet.name}`],
      };
    }
    const which = here.length === 0 ? "nothing that is known" : here.map(({ name }) => name).join(", ");
    return {
      party: {
        kind: "endpoint",
        endpoint: { name: text, subnets: [subnet.id], groups: [], isPublic: false },
        range,
      },
      notes: [
        `${text} is taken for an interface of ${subnet.name} without security groups and public address; there ${here.length === 1 ? "is" : "are"} ${which}`,
      ],
    };
  }
  const { networks } = worldOf(model).model;
  const taken = networks.find(({ ranges }) =>
    ranges.some((one) => one.first <= range.last && range.first <= one.last),
  );
  if (taken !== undefined) {
    return {
      fault: `an address or block within one subnet: ${text} is in ${taken.name}, and in none or several of its subnets`,
    };
  }
  const world = internet([]);
  if (world.some(inside)) return { party: { kind: "internet", range }, notes: [] };
  if (world.some(({ first, last }) => first <= range.last && range.first <= last)) {
    return { fault: `a block that is wholly of the internet or wholly private: ${text} is both` };
  }
  return { party: { kind: "beyond", range }, notes: [] };
}
