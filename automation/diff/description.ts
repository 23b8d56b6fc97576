/** What a revision's platform is, as the child process that loads it prints it. */
import * as v from "valibot";
import { defineContract } from "../../stacks/define/contract";
import type { Platform, PolicyPackUse } from "../../stacks/define/platform";
import { PHASES, type PlatformEnvironment, type Stack } from "../../stacks/define/stack";

export const DESCRIPTION_SCHEMA = "causeway.platform/1";

const Contract = v.object({ stack: v.string(), version: v.number(), fields: v.array(v.string()) });

const DescriptionSchema = v.object({
  schema: v.literal(DESCRIPTION_SCHEMA),
  name: v.string(),
  stacks: v.array(
    v.object({
      name: v.string(),
      phase: v.picklist(PHASES),
      wave: v.optional(v.string()),
      needs: v.record(v.string(), Contract),
      outputs: Contract,
      /** Module that its program is in, absolute; left out where it is loaded with the platform. */
      module: v.optional(v.string()),
    }),
  ),
  environments: v.record(
    v.string(),
    v.object({
      settings: v.record(v.string(), v.unknown()),
      stacks: v.array(v.string()),
      policies: v.array(
        v.object({ path: v.string(), config: v.optional(v.record(v.string(), v.unknown())) }),
      ),
      rehearsalConfig: v.record(v.string(), v.string()),
    }),
  ),
});

export type Description = v.InferOutput<typeof DescriptionSchema>;

/** @throws {Error} when the text is no description: the child process is not one of this version. */
export function readDescription(text: string): Description {
  return v.parse(DescriptionSchema, JSON.parse(text));
}

/** A platform to deploy with whose programs run in their own process: nothing of the revision is loaded for it. */
export function platformOf(
  { name, stacks, environments }: Description,
  policies: (env: string) => readonly PolicyPackUse[],
): Platform {
  return {
    name,
    stacks: stacks.map((stack): Stack => ({
      name: stack.name,
      phase: stack.phase,
      ...(stack.wave === undefined ? {} : { wave: stack.wave }),
      needs: Object.fromEntries(Object.entries(stack.needs).map(([key, need]) => [key, contractOf(need)])),
      outputs: contractOf(stack.outputs),
      includedIn: (env) => environments[env.name]?.stacks.includes(stack.name) === true,
      run: () => Promise.reject(new Error(`the program of ${stack.name} runs in a process of its own`)),
    })),
    environments: Object.fromEntries(
      Object.keys(environments).map((env): [string, PlatformEnvironment] => [env, { name: env }]),
    ),
    policies: (env) => policies(env.name),
    secretsProvider: () => ({ kind: "passphrase" }),
    driftIgnores: [],
    rehearsalConfig: (env) => environments[env.name]?.rehearsalConfig ?? {},
  };
}

function contractOf({ stack, version, fields }: v.InferOutput<typeof Contract>) {
  return defineContract({
    stack,
    version,
    fields: Object.fromEntries(fields.map((key) => [key, v.unknown()])),
  });
}
