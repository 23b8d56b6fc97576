import type * as pulumi from "@pulumi/pulumi";

/** A resource that got another logical name. It keeps its cloud resource only because it is listed here. */
export interface Rename {
  /** Type token of the resource, `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Logical name it had. */
  readonly from: string;
  /** Logical name it has. */
  readonly to: string;
}

/** Every rename since the first release; an entry stays until no deployed state has the old name. */
export const RENAMES: readonly Rename[] = [
  { type: "oci:Identity/group:Group", from: "people-group-operators", to: "people-group-node-operators" },
  { type: "oci:Identity/policy:Policy", from: "people-policy-operators", to: "people-policy-node-operators" },
];

/** Resource options with the old names of the resource as aliases; the same options where it never had another. */
export function withOldNames<O extends pulumi.ResourceOptions>(
  renames: readonly Rename[],
  type: string,
  name: string,
  opts: O,
): O {
  const old = renames
    .filter((rename) => rename.type === type && rename.to === name)
    .map(({ from }) => ({ name: from }));
  return old.length === 0 ? opts : { ...opts, aliases: [...(opts.aliases ?? []), ...old] };
}
