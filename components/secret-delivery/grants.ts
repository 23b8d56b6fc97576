import * as pulumi from "@pulumi/pulumi";
import { secretCondition } from "./plan";

/**
 * What the reader of the vault must be granted for these secrets, and for no other: for a `WorkloadIdentity` of
 * `pulumi-causeway/oke`.
 *
 * @param compartmentId OCID of the compartment of the secrets.
 * @param vaultSecrets their names.
 */
export function readGrants(
  compartmentId: pulumi.Input<string>,
  vaultSecrets: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]],
): readonly [ReadGrant, ...ReadGrant[]] {
  const grant = (name: pulumi.Input<string>): ReadGrant => ({
    verb: "read",
    resources: "secret-bundles",
    compartmentId,
    where: pulumi.output(name).apply((known) => [secretCondition(known)]),
  });
  const [first, ...more] = vaultSecrets;
  return [grant(first), ...more.map(grant)];
}

/** A grant to read one secret. */
export interface ReadGrant {
  readonly verb: "read";
  readonly resources: string;
  readonly compartmentId: pulumi.Input<string>;
  readonly where: pulumi.Output<readonly string[]>;
}
