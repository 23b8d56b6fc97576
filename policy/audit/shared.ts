import { ifKnown } from "../lib/unknown";
import type { KeptStack } from "./state";

/** One thing of a cloud that several resources hold. */
export interface Shared {
  /** ARN, OCID or the uid of a Kubernetes object: ids that nothing else in the world has. */
  readonly id: string;
  readonly urns: readonly string[];
}

/**
 * What more than one resource of these stacks holds: two owners of one thing, each of which undoes what the other does.
 * Only ids that are unique in the world count; a name may well be there twice, in two accounts.
 */
export function sharedBetween(stacks: readonly KeptStack[]): Shared[] {
  const holders = new Map<string, string[]>();
  for (const { resources } of stacks) {
    for (const { after } of resources) {
      const id = ifKnown(() => identityOf(after.type, after.props));
      if (id !== undefined) holders.set(id, [...(holders.get(id) ?? []), after.urn]);
    }
  }
  return [...holders].filter(([, urns]) => urns.length > 1).map(([id, urns]) => ({ id, urns }));
}

/** Types that say how another thing is set, and carry its id. */
function identityOf(type: string, props: Readonly<Record<string, unknown>>): string | undefined {
  if (/^kubernetes:.*(Patch|List)$/.test(type)) return undefined;
  if (type.startsWith("kubernetes:")) {
    const uid = (props["metadata"] as { uid?: unknown } | undefined)?.uid;
    return typeof uid === "string" ? `${type.replace(/.*:/, "")} ${uid}` : undefined;
  }
  const id = type.startsWith("aws:") ? props["arn"] : type.startsWith("oci:") ? props["id"] : undefined;
  return typeof id === "string" && /^(arn:|ocid1\.)/.test(id) ? `${type} ${id}` : undefined;
}
