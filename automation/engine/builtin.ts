/** The protocol's own resources and functions: `pulumi:pulumi:StackReference`, `pulumi:index:Stash` and their like. */
import { createHash } from "node:crypto";
import type { CheckResponse, DiffResponse, Provider, ProviderPackage } from "./provider";
import { containsSecret, equalContent } from "./values";
import type { PropertyMap } from "./values";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";
const STASH = "pulumi:index:Stash";

const unchanged: DiffResponse = { changes: "none", replaces: [], deleteBeforeReplace: false };

/** Outputs of a stack as its last operation left them. */
export type StackOutputs = (name: string) => Promise<PropertyMap>;

/**
 * Everything but stack references, whose outputs may be secret, and secrets do not pass through a provider: see
 * {@link readStackReference}.
 */
export const builtinPackage: ProviderPackage = {
  name: "pulumi",
  checkConfig: ({ news }): Promise<CheckResponse> => Promise.resolve({ inputs: news, failures: [] }),
  diffConfig: () => Promise.resolve(unchanged),
  configure: () => Promise.resolve(builtinProvider),
};

const builtinProvider: Provider = {
  check: ({ type, news }) => {
    const required = type === STACK_REFERENCE ? "name" : type === STASH ? "input" : undefined;
    if (required === undefined) return Promise.reject(new Error(`unrecognized resource type '${type}'`));
    const failures = Object.keys(news)
      .filter((key) => key !== required)
      .map((property) => ({ property, reason: `unknown property "${property}"` }));
    if (!(required in news)) {
      failures.push({ property: required, reason: `missing required property "${required}"` });
    }
    return Promise.resolve({ inputs: news, failures });
  },
  diff: ({ type, oldInputs, news }) => {
    const key = type === STACK_REFERENCE ? "name" : "input";
    const before = oldInputs[key] ?? null;
    const now = news[key] ?? null;
    if (equalContent(before, now)) return Promise.resolve(unchanged);
    return Promise.resolve({
      ...unchanged,
      changes: "some",
      replaces: type === STACK_REFERENCE ? [key] : [],
      detailed: { [key]: { kind: "update", inputDiff: true } },
    });
  },
  create: ({ urn, type, inputs, preview }) => {
    if (type !== STASH) return Promise.reject(new Error(`${type} can be read only`));
    const input = inputs["input"] ?? null;
    const id = preview ? "" : createHash("sha256").update(urn).digest("hex").slice(0, 32);
    return Promise.resolve({ id, outputs: { input, output: input } });
  },
  update: ({ news, oldOutputs }) =>
    Promise.resolve({ outputs: { input: news["input"] ?? null, output: oldOutputs["output"] ?? null } }),
  delete: () => Promise.resolve(),
  read: ({ id, inputs, outputs }) => Promise.resolve({ id, inputs, outputs }),
  invoke: ({ token }) => Promise.reject(new Error(`unrecognized function name: '${token}'`)),
};

export function isStackReference(type: string): boolean {
  return type === STACK_REFERENCE;
}

/** What a `StackReference` resolves to. */
export async function readStackReference(inputs: PropertyMap, outputsOf: StackOutputs): Promise<PropertyMap> {
  const { name } = inputs;
  if (typeof name !== "string") throw new Error('missing required property "name"');
  const outputs = await outputsOf(name);
  return { name, outputs, secretOutputNames: secretNames(outputs) };
}

function secretNames(outputs: PropertyMap): string[] {
  return Object.entries(outputs)
    .filter(([, value]) => containsSecret(value))
    .map(([key]) => key)
    .sort();
}
