import type { Kind, Target } from "../kind";
import * as v from "../values";
import { target } from "./common";

const zone: Target = target(
  "NoSuchHostedZone",
  (id) => `No hosted zone found with ID: ${id}`,
  "route53/zone:Zone",
);

const zoneKind: Kind = {
  type: "aws:route53/zone:Zone",
  simulates: "four name servers, or the VPCs of a private zone; not deleted while it has records",
  global: true,
  naming: false,
  replaces: { name: true, delegationSetId: true },
  id: (c) => `Z${c.derive.text("id", 20, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")}`,
  outputs: (c, id) => ({
    arn: `arn:aws:route53:::hostedzone/${id}`,
    zoneId: id,
    name: c.text("name") ?? c.name,
    nameServers: ["com", "net", "org", "co.uk"].map(
      (tld, i) =>
        `ns-${String(512 * i + c.derive.below(tld, 512))}.awsdns-${String(c.derive.below(`n ${tld}`, 64)).padStart(2, "0")}.${tld}`,
    ),
    comment: c.text("comment") ?? "Managed by Pulumi",
  }),
  inUse: (_e, holders) => [
    "HostedZoneNotEmpty",
    `The specified hosted zone contains non-required resource record sets and so cannot be deleted: ${holders.map((h) => h.id).join(", ")}`,
  ],
};

const record: Kind = {
  type: "aws:route53/record:Record",
  simulates: "a zone that exists, one record set of a name, type and set identifier",
  global: true,
  naming: false,
  references: { zoneId: zone },
  holds: ["zoneId"],
  replaces: { name: true, zoneId: true, type: false, setIdentifier: true },
  id: (c) => ["zoneId", "name", "type", "setIdentifier"].flatMap((k) => c.text(k) ?? []).join("_"),
  outputs: (c) => {
    const owner = c.find(c.text("zoneId"), "aws:route53/zone:Zone");
    const [name, suffix] = [c.text("name") ?? "", v.text(owner?.outputs, "name") ?? ""];
    return { fqdn: name === suffix || name.endsWith(`.${suffix}`) ? name : `${name}.${suffix}` };
  },
  taken: (c) => [
    "InvalidChangeBatch",
    `Tried to create resource record set [name='${c.text("name") ?? ""}', type='${c.text("type") ?? ""}'] but it already exists`,
  ],
};

export const route53: readonly Kind[] = [zoneKind, record];
