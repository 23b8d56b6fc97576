import * as pulumi from "@pulumi/pulumi";
import { InputError, type Fault } from "../../components/core";
import { CONTRACT_KEY, contractId, type Contract } from "./contract";
import { inspect } from "./inspect";
import { readNeeds } from "./needs";
import { writePlanned } from "./planned";
import { pickStack, type Platform } from "./platform";
import { guardReferences } from "./references";
import { mustSettle } from "./settled";
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
  keepTracesShort();
  try {
    const program = run(platform);
    mustSettle("its program", program);
    return await program;
  } catch (error) {
    throw withOwnFrames(error);
  }
}

async function run<E extends PlatformEnvironment>(platform: Platform<E>): Promise<Record<string, unknown>> {
  const { env, stack } = pickStack(platform, pulumi.getStack());
  guardReferences(stack, env);
  const needs = await readNeeds(stack.needs, env.name, stack.name);
  const outputs = { ...(await stack.run({ env, stack: stack.name }, needs)) } as Readonly<
    Record<string, unknown>
  >;
  const promised = Object.fromEntries(
    stack.outputs.fields.map((field) => [field, kept(stack.outputs, field, outputs[field])]),
  );
  for (const [field, output] of Object.entries(promised)) mustSettle(`its output ${field}`, inspect(output));
  surplus(stack.outputs, outputs);
  await writePlanned(stack.outputs, outputs);
  return { [CONTRACT_KEY]: contractId(stack.outputs), ...promised };
}

/** The SDK keeps a stack trace for every output property: a few frames are enough. CAUSEWAY_DEBUG=1 keeps all. */
export function keepTracesShort(): void {
  if (!process.env["CAUSEWAY_DEBUG"]) Error.stackTraceLimit = 4;
}

/**
 * The error without the frames of packages and of Node. They tell nobody anything; and the SDK colours every frame before
 * it prints an error, for which Node 20 takes from ten seconds to a minute where they are its own.
 */
function withOwnFrames(error: unknown): unknown {
  if (process.env["CAUSEWAY_DEBUG"]) return error;
  for (let each = error; each instanceof Error; each = each.cause) {
    const lines = (each.stack ?? "").split("\n");
    each.stack = lines.filter((line) => !/^ +at .*(node_modules|node:)/.test(line)).join("\n");
  }
  return error;
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
