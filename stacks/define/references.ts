import * as pulumi from "@pulumi/pulumi";
import { InputError } from "../../components/core";
import { stackName } from "./platform";
import type { PlatformEnvironment, Stack } from "./stack";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/**
 * Refuses every stack reference of the running program to a stack that it does not declare as a need: a value that
 * crosses that way is checked against no contract, and the deployer knows nothing of the order it asks for. It is looked
 * at here, in the program, because the Pulumi CLI shows no reference to a policy.
 *
 * To be called before the program registers anything. The program ends with an {@link InputError} that names the stack,
 * the reference and what to do instead.
 */
export function guardReferences(stack: Pick<Stack, "name" | "needs">, env: PlatformEnvironment): void {
  const needed = Object.values(stack.needs).map((contract) => stackName(env.name, contract.stack));
  const check = (reference: string, name: string): string => {
    if (declared(name, needed)) return name;
    const read =
      needed.length === 0 ? "no stack, which is what it needs" : `one of its needs: ${needed.join(", ")}`;
    const way = `To read another, add its contract to the needs of ${stack.name} in defineStack and take its outputs from there`;
    throw new InputError(`stack references of ${stackName(env.name, stack.name)}`, [
      { path: `StackReference ${JSON.stringify(reference)}`, given: name, allowed: `${read}. ${way}` },
    ]);
  };
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
    if (type !== STACK_REFERENCE) return undefined;
    const given = (props as { readonly name: pulumi.Input<string> }).name;
    if (typeof given === "string") check(name, given);
    // A name that is known later is what is read: no check, no id.
    else Object.assign(opts, { id: pulumi.output(given).apply((known) => check(name, known)) });
    return { props, opts };
  });
}

/** In full, or by its own name, which stands for a stack of this organization and project. */
function declared(name: string, needed: readonly string[]): boolean {
  const home = `${pulumi.getOrganization()}/${pulumi.getProject()}/`;
  return needed.includes(name.startsWith(home) ? name.slice(home.length) : name);
}
