import type { CheckFailure, Values } from "../../engine/provider";
import type { PackageFacts } from "../facts/facts";
import type { ByName } from "../facts/plausible";
import type { Context, Kind, Site } from "../kind";
import type { Cloud } from "../provider";
import type { Users } from "../settle";
import * as v from "../values";
import { budgets } from "./budget";
import { cloudGuard, isOracles } from "./cloud-guard";
import { COMPARTMENT, inUse, notFound, ocidOf, simulatedOcids } from "./common";
import { databases } from "./databases";
import { tagged } from "./defined-tags";
import { edge } from "./edge";
import { functions } from "./functions";
import { identity } from "./identity";
import { loadBalancer } from "./load-balancer";
import { logSearch } from "./log-search";
import { monitoring } from "./monitoring";
import { network } from "./network";
import { networkLoadBalancer } from "./network-load-balancer";
import { oke } from "./oke";
import { okeAddon } from "./oke-addon";
import { isRegion } from "./regions";
import { ociReplacement } from "./replacement";
import { privateDns } from "./private-dns";
import { security } from "./security";
import { inZone } from "./security-zone";
import { services } from "./services";
import { storage } from "./storage";
import { vaultSecrets } from "./vault-secret";

/** OCI resource types with a behaviour of their own, by token. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  [
    ...identity,
    ...network,
    ...security,
    ...services,
    ...storage,
    ...oke,
    ...edge,
    ...monitoring,
    ...logSearch,
    ...okeAddon,
    ...loadBalancer,
    ...networkLoadBalancer,
    ...vaultSecrets,
    ...databases,
    ...cloudGuard,
    ...budgets,
    ...privateDns,
  ].map((k) => [k.type, tagged(inZone(k))]),
);

const noun = (type: string): string => (type.split(":")[2] ?? "").toLowerCase();

/** Any OCI type without a kind of its own. */
function fallback(type: string): Kind {
  const { ocid: word, ...kind } = { type, ocid: noun(type) };
  return tagged(inZone({ ...kind, id: (c) => ocidOf(c, word, false), holds: ["compartmentId"] }));
}

function byName(c: Context): ByName {
  return (property) => {
    switch (property) {
      case "state":
      case "lifecycleState":
        return "ACTIVE";
      case "timeCreated":
      case "timeUpdated":
        return c.now;
      case "displayName":
        // What the cloud makes of an absent display name: the kind and the time.
        return `${noun(c.type)}${c.now.replace(/\D/g, "").slice(0, 14)}`;
      case "compartmentId":
        return c.site.account;
      case "definedTags":
      case "freeformTags":
      case "systemTags":
        return {};
      default:
        return undefined;
    }
  };
}

/** An OCID must name something that exists: the tenancy, or a resource of the world. */
function dangling(c: Context, path: string, text: string): void {
  const word = /^ocid1\.([a-z0-9-]+)\.oc1\.[a-z0-9-]*\.[a-z0-9.]+$/.exec(text)?.[1];
  if (word === undefined || text === c.site.account) return;
  if (word === "tenancy" && path === "compartmentId") c.refuse(...notFound(text));
  if (!simulatedOcids.has(word) || isOracles(c, text)) return;
  const found = c.world.resolve(text);
  if (found.length === 0) c.refuse(...notFound(text));
  if (path === "compartmentId" && !found.some((e) => e.type === COMPARTMENT)) c.refuse(...notFound(text));
}

/** The part of the cloud that uses are asked of. */
export const users: Users = {
  kinds,
  scope: (kind, _inputs, site) =>
    kind.global === true ? `oci ${site.account}` : `oci ${site.account} ${site.region}`,
};

export const ociCloud = (facts: PackageFacts): Cloud => ({
  facts,
  kinds,
  functions,
  fallback,
  scope: users.scope,
  replacement: (type, kind) => ociReplacement(facts, type, kind),
  byName,
  dangling,
  inUse,
  notFound: (_kind, id) => notFound(id),
});

export function siteOf(config: Values, tenancy: string, homeRegion: string | undefined): Site {
  const site = { account: tenancy, region: v.text(config, "region") ?? "" };
  return { ...site, config: { ...config, ...(homeRegion === undefined ? {} : { homeRegion }) } };
}

/** What the OCI provider refuses of its own configuration. */
export function checkConfig(config: Values): CheckFailure[] {
  const region = config["region"];
  if (region === undefined || region === null || region === "")
    return [
      {
        property: "region",
        reason:
          'this provider has no region; give it one, such as new oci.Provider("dxb", { region: "me-dubai-1" })',
      },
    ];
  if (typeof region === "string" && !isRegion(region))
    return [{ property: "region", reason: `"${region}" is not an OCI region` }];
  return [];
}
