import * as pulumi from "@pulumi/pulumi";
import { InputError, type Fault } from "../../components/core";
import { CONTRACT_KEY, contractId, type Contract } from "./contract";
import { readNeeds } from "./needs";
import { writePlanned } from "./planned";
import { pickStack, type Platform } from "./platform";
import type { PlatformEnvironment } from "./stack";

/**
 * A Pulumi program for any stack of a platform: it picks the stack from Pulumi's stack name. Give it to Pulumi as the
 * export of the project's main module.
 *
 * @example
 * export = () => runPlatform(platform);
 */
export async function runPlatform<E extends PlatformEnvironment>(
  platform: Platform<E>,
): Promise<Record<string, unknown>> {
  const { env, stack } = pickStack(platform, pulumi.getStack());
  const needs = await readNeeds(stack.needs, env.name, stack.name);
  const outputs = { ...(await stack.run({ env, stack: stack.name }, needs)) } as Readonly<
    Record<string, unknown>
  >;
  const promised = Object.fromEntries(
    stack.outputs.fields.map((field) => [field, kept(stack.outputs, field, outputs[field])]),
  );
  surplus(stack.outputs, outputs);
  await writePlanned(contractId(stack.outputs), promised);
  return { [CONTRACT_KEY]: contractId(stack.outputs), ...promised };
}

/** The field as the contract promises it: checked as soon as it is known, and secret where the contract says so. */
function kept(contract: Contract, field: string, value: unknown): pulumi.Output<unknown> {
  const checked = (pulumi.output(value) as pulumi.Output<unknown>).apply((plain) => {
    const faults = contract.faultsOf(field, plain);
    if (faults.length > 0) throw new InputError(`outputs of ${contractId(contract)}`, faults);
    return plain;
  });
  return contract.secrets.has(field) ? pulumi.secret(checked) : checked;
}

function surplus(contract: Contract, outputs: Readonly<Record<string, unknown>>): void {
  const faults = Object.keys(outputs)
    .filter((key) => !contract.fields.includes(key))
    .map((key): Fault => ({
      path: key,
      allowed: `a field of ${contractId(contract)}: ${contract.fields.join(", ")}`,
    }));
  if (faults.length > 0) throw new InputError(`outputs of ${contractId(contract)}`, faults);
}
