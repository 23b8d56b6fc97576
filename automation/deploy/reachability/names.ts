/** Names that private views of OCI's DNS resolve, from the states of their records. */
import { objects, text, type Inventory } from "./deployed";

/** A name of a private zone. */
export interface PrivateName {
  /** Lower-case, without a dot at its end; `*.example.org` stands for every name below it that has no record. */
  readonly name: string;
  /** Addresses, or the name that it stands for. */
  readonly values: readonly string[];
  /** Whether the zone's view is attached to a resolver, so that anybody asks it. */
  readonly attached: boolean;
}

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Every record of a private zone; a VCN's resolver asks the views that are attached to it. */
export function privateNames(inventory: Inventory): PrivateName[] {
  const attached = new Set(
    inventory
      .of("oci:Dns/resolver:Resolver")
      .flatMap(({ outputs }) => objects(outputs, "attachedViews"))
      .flatMap((view) => text(view, "viewId") ?? []),
  );
  const zones = inventory
    .of("oci:Dns/zone:Zone")
    .filter(({ outputs }) => text(outputs, "scope") === "PRIVATE")
    .map(({ id, outputs }) => ({
      names: [id, text(outputs, "name")],
      attached: attached.has(text(outputs, "viewId") ?? ""),
    }));
  return [...inventory.of("oci:Dns/rrset:Rrset"), ...inventory.of("oci:Dns/record:Record")].flatMap(
    ({ outputs }): PrivateName[] => {
      const zone = zones.find(({ names }) => names.includes(text(outputs, "zoneNameOrId")));
      const name = text(outputs, "domain");
      if (zone === undefined || name === undefined) return [];
      const items = objects(outputs, "items");
      const values = (items.length === 0 ? [outputs] : items).flatMap((item) => text(item, "rdata") ?? []);
      return [{ name: bare(name), values: values.map(bare), attached: zone.attached }];
    },
  );
}

/** The record of a name: its own, else that of everything below. */
export function recordOf(names: readonly PrivateName[], host: string): PrivateName | undefined {
  const wanted = bare(host);
  return (
    names.find(({ name }) => name === wanted) ??
    names.find(({ name }) => name.startsWith("*.") && wanted.endsWith(name.slice(1)))
  );
}

/** The first address that a name comes to, by way of other names. */
export function addressOf(names: readonly PrivateName[], host: string): string | undefined {
  let at = bare(host);
  for (let step = 0; step <= names.length; step++) {
    const [next] = recordOf(names, at)?.values ?? [];
    if (next === undefined) return undefined;
    if (/^\d+(\.\d+){3}$/.test(next)) return next;
    at = next;
  }
  return undefined;
}
