import * as pulumi from "@pulumi/pulumi";
import { contractId, type Contract, type ContractInputs } from "../../stacks/define";
import type { Needs, NeedsOutputs, StackProgram, TypeOf } from "../../stacks/define/stack";
import type { Environment } from "../../stacks/environments";
import { recorded, type Answers, type Recorded } from "../components/recorded";

/** Values of the `causeway:` configuration, as the rehearsal gives them. */
const CONFIG = {
  "causeway:org": "acme",
  "causeway:ociTenancyId": "ocid1.tenancy.oc1..aaaaaaaaexample",
  "causeway:zone": "platform.example.org",
};

type DeepPartial<T> = T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> } : T;

/** AWS account of each environment, the same as in the policies' facts. */
export const ACCOUNTS = { dev: "111111111111", staging: "222222222222", prod: "333333333333" };

/** What the program reads of the outputs it needs; it fails on what is left out. */
export type NeedsValues<N extends Needs> = { readonly [K in keyof N]: DeepPartial<TypeOf<N[K]>> };

/** What a stack's program registers when it is given these values, and its outputs, held against its contract. */
export async function stackRecorded<N extends Needs, T extends object>(
  contract: Contract<T>,
  program: StackProgram<Environment, N, T>,
  env: Environment,
  needs: NeedsValues<N>,
  answers: Answers = {},
  config: Readonly<Record<string, string>> = {},
): Promise<{ resources: Recorded[]; outputs: Record<string, unknown> }> {
  pulumi.runtime.setAllConfig({ ...CONFIG, "causeway:awsAccountId": ACCOUNTS[env.name], ...config });
  const given = Object.fromEntries(
    Object.entries<object>(needs).map(([key, values]) => [
      key,
      Object.fromEntries(Object.entries(values).map(([k, v]) => [k, pulumi.output(v as unknown)])),
    ]),
  ) as unknown as NeedsOutputs<N>;
  const outputs: Record<string, unknown> = {};
  const resources = await recorded(() => {
    const promised = program({ env, stack: contract.stack }, given) as ContractInputs<T>;
    pulumi.output(promised).apply((known) => Object.assign(outputs, known));
  }, answers);
  const faults = contract.fields.flatMap((field) => contract.faultsOf(field, outputs[field]));
  if (faults.length > 0) throw new Error(`${contractId(contract)}: ${JSON.stringify(faults)}`);
  return { resources, outputs };
}
