import * as pulumi from "@pulumi/pulumi";
import type { Naming, Tags } from "../../../components/core";

/** A resource as a program registers it; every reference reads as `<name>.<output>`. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export const NAMING: Naming = { org: "acme", env: "dev", site: "use1" };
export const ACCOUNT = { id: "111111111111", region: "us-east-1" } as const;
export const TAGS: Tags = {
  Environment: "dev",
  Service: "platform",
  Team: "platform",
  Owner: "platform-team",
  CostCenter: "platform-dev",
  DataClass: "internal",
  DrTier: "none",
  ManagedBy: "pulumi",
};

/** Outputs that the components read, beside what was given. */
const OUTPUTS = ["arn", "keyId", "allocationId", "bucket", "certPem", "privateKeyPem", "prefixListId"];

/**
 * What a program asks of the cloud, in the order in which it asks. How the cloud answers is the matter of the tests on
 * the embedded engine.
 * @param calls answers to function calls by token.
 */
export async function registered<T = void>(
  program: () => T,
  calls: Readonly<Record<string, Record<string, unknown>>> = {},
): Promise<{ readonly resources: Registered[]; readonly result: T }> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      call: ({ token }) => {
        const answer = calls[token];
        if (answer === undefined) throw new Error(`nothing answers ${token}`);
        return answer;
      },
      newResource: ({ type, name, inputs }) => {
        const given = inputs as Record<string, unknown>;
        if (!type.startsWith("causeway:")) resources.push({ type, name, inputs: given });
        const added = Object.fromEntries(OUTPUTS.map((key) => [key, `${name}.${key}`]));
        return { id: `${name}.id`, state: { name: `${name}.name`, ...added, ...given } };
      },
    },
    "causeway",
    "dev-sample",
  );
  const result = program();
  await pulumi.runtime.disconnect();
  return { resources, result };
}

/** The inputs of the one resource of a name. */
export function inputsOf(resources: readonly Registered[], name: string): Registered["inputs"] {
  const found = resources.filter((resource) => resource.name === name);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} are called ${name} of ${resources.map((r) => r.name).join(", ")}`);
  }
  return found[0].inputs;
}

/** A statement as it is in a policy. */
export type ParsedStatement = Readonly<
  Record<"Sid" | "Effect", string> & Record<string, unknown> & { Condition?: Record<string, unknown> }
>;

/** The statements of a policy document. */
export function statements(document: unknown): ParsedStatement[] {
  return (JSON.parse(document as string) as { Statement: ParsedStatement[] }).Statement;
}
