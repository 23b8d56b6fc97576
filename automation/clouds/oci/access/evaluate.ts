import { holds, type Variables } from "./conditions";
import type { Statement, Verb } from "./statements";

/** Who asks: a service by its name, or a resource with the dynamic groups that it belongs to. */
export type Principal =
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "resource"; readonly type: string; readonly id: string; readonly compartment: string };

export interface Request {
  readonly principal: Principal;
  /** Dynamic groups that the principal is in: their names and OCIDs, in small letters. */
  readonly groups?: readonly string[];
  /** `KEY_ENCRYPT` */
  readonly permission: Permission;
  readonly variables?: Variables;
}

/**
 * The permissions that simulated services ask for: the resource type that each is of, and the least verb that has it.
 * Policy reference, "Details for Verb + Resource-Type Combinations" of `objectstoragepolicyreference.htm`,
 * `keypolicyreference.htm` (both in their edition of February 2025) and `corepolicyreference.htm`, all under
 * https://docs.oracle.com/en-us/iaas/Content/Identity/Reference/. The verbs were read on 2026-11-25 in a copy of these pages
 * (https://github.com/jacklty/oci_doc_crawler), not there; the types and families were seen there too.
 */
export const PERMISSIONS = {
  BUCKET_INSPECT: ["buckets", "inspect"],
  BUCKET_READ: ["buckets", "read"],
  BUCKET_UPDATE: ["buckets", "use"],
  OBJECT_INSPECT: ["objects", "inspect"],
  OBJECT_READ: ["objects", "read"],
  OBJECT_OVERWRITE: ["objects", "use"],
  OBJECT_CREATE: ["objects", "manage"],
  OBJECT_DELETE: ["objects", "manage"],
  OBJECT_VERSION_DELETE: ["objects", "manage"],
  OBJECT_UPDATE_TIER: ["objects", "manage"],
  KEY_READ: ["keys", "read"],
  KEY_ENCRYPT: ["keys", "use"],
  KEY_DECRYPT: ["keys", "use"],
  KEY_ASSOCIATE: ["key-delegate", "use"],
  SECRET_READ: ["secrets", "read"],
  SECRET_BUNDLE_READ: ["secret-bundles", "read"],
  PRIVATE_IP_ASSIGN: ["private-ips", "use"],
  TAG_NAMESPACE_USE: ["tag-namespaces", "use"],
  NETWORK_SECURITY_GROUP_UPDATE_MEMBERS: ["network-security-groups", "use"],
} as const satisfies Readonly<Record<string, readonly [resources: string, verb: Verb]>>;

export type Permission = keyof typeof PERMISSIONS;

/**
 * Resource types that stand for several, abridged to those above (the same pages, "Aggregate Resource-Type", read
 * 2026-11-25). `cluster-family` and `instance-family` have none of them.
 */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  "object-family": ["buckets", "objects"],
  // Vaults, keys and key-delegate in older editions of the page (https://docs.cloud.oracle.com/pt-br/iaas/Content/Identity/
  // Reference/keypolicyreference.htm); the present one (https://docs.oracle.com/iaas/Content/Identity/Reference/
  // keypolicyreference.htm, both read 2026-11-26) names secret-family alone. Whether it still holds is open (unverified).
  "key-family": ["keys", "key-delegate"],
  "secret-family": ["secrets", "secret-bundles"],
  "virtual-network-family": ["private-ips", "network-security-groups"],
  // The OKE guide writes the plural ("Create Policy to Access User-Managed Encryption Keys", read in a copy on 2026-11-25).
  "key-delegates": ["key-delegate"],
};

const RANK: readonly Verb[] = ["inspect", "read", "use", "manage"];

function grants({ verb, permissions, resources }: Statement, permission: Permission): boolean {
  if (permissions) return permissions.includes(permission);
  const [type, least] = PERMISSIONS[permission];
  const covers =
    resources === type || resources === "all-resources" || FAMILIES[resources ?? ""]?.includes(type) === true;
  return covers && verb !== undefined && RANK.indexOf(verb) >= RANK.indexOf(least);
}

function isAbout({ subject }: Statement, { principal, groups = [] }: Request): boolean {
  switch (subject.kind) {
    case "any-user":
      return true;
    case "service":
      return principal.kind === "service" && subject.names.includes(principal.name.toLowerCase());
    case "dynamic-group":
      return (
        principal.kind === "resource" && [...subject.names, ...subject.ids].some((g) => groups.includes(g))
      );
    // No person calls here, and no resource by its kind and OCID.
    case "group":
    case "any-group":
    case "resource":
      return false;
  }
}

function variablesOf({ principal, permission, variables }: Request): Variables {
  const own: Variables =
    principal.kind === "service"
      ? { "request.principal.type": "service", "request.principal.name": principal.name }
      : {
          "request.principal.type": principal.type,
          "request.principal.id": principal.id,
          "request.principal.compartment.id": principal.compartment,
        };
  return { "request.permission": permission, ...own, ...variables };
}

/**
 * Whether OCI lets a request through (IAM guide, "How Policies Work", "Advanced Policy Features", "IAM Deny Policies"):
 * some statement grants the permission to whom asks, with a condition that holds, and no statement denies it. Verbs are
 * cumulative, families are their members.
 *
 * @param statements those whose place is the compartment of the target, or above it.
 */
export function authorize(
  request: Request,
  statements: readonly Statement[],
): { readonly allowed: boolean; readonly why: string } {
  const variables = variablesOf(request);
  const matching = statements.filter(
    (s) =>
      isAbout(s, request) &&
      grants(s, request.permission) &&
      (s.where === undefined || holds(s.where, variables)),
  );
  if (matching.some((s) => s.effect === "deny"))
    return { allowed: false, why: "a policy statement denies it" };
  const allowed = matching.length > 0;
  return { allowed, why: allowed ? "" : "no policy statement allows it" };
}
