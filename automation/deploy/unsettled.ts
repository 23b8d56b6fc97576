/** Creates that a killed run left in the air on real clouds, where only their user can find out what became of them. */
import type { Stack as PulumiStack } from "@pulumi/pulumi/automation";
import { DeployError } from "./failure";
import { quoted } from "../../lib/shell";

interface PendingOperation {
  readonly type: string;
  readonly resource: { readonly urn: string };
}

/**
 * The CLI warns of interrupted creates and goes on, so that what was made is made a second time; nobody reads that warning
 * in a run of many stacks. Here the stack waits until they are settled. The simulated clouds tell what was made, and need
 * none of this.
 *
 * @throws {DeployError} `damaged`, with every such resource and the commands that settle it.
 */
export async function refuseUnsettled(stack: PulumiStack): Promise<void> {
  const { deployment } = (await stack.exportStack()) as {
    deployment?: { pending_operations?: readonly PendingOperation[] };
  };
  const creates = (deployment?.pending_operations ?? []).filter(({ type }) => type === "creating");
  const refresh = `pulumi refresh --stack ${stack.name} --yes`;
  if (creates.length === 0) return;
  throw new DeployError(
    "damaged",
    [
      `an earlier run was killed while it created ${creates.length === 1 ? "a resource" : `${creates.length} resources`}, and ` +
        "nobody knows whether it was made. To run again would make it a second time. Look for each in its cloud:",
      ...creates.flatMap(({ resource: { urn } }) => [
        `  ${urn}`,
        `    it is there:  ${refresh} --import-pending-creates ${quoted(urn)} --import-pending-creates ID`,
      ]),
      `    none is there:  ${refresh} --clear-pending-creates`,
    ].join("\n"),
  );
}
