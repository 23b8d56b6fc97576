import * as pulumi from "@pulumi/pulumi";
import { InputError, type Fault } from "../../components/core";
import { CONTRACT_KEY, contractId, type Contract, type ContractOutputs } from "./contract";
import { inspect } from "./inspect";
import { fromPlanned, plannedNeeds, type PlannedDocument, type PlannedValue } from "./planned";
import { stackName } from "./platform";
import type { Needs } from "./stack";

/**
 * Reads the outputs of what a stack needs and checks each against its contract before the program starts.
 *
 * @throws {InputError} naming the producer, when it keeps another contract or a field is missing or malformed.
 */
export async function readNeeds(
  needs: Needs,
  env: string,
  consumer: string,
): Promise<Record<string, ContractOutputs<object>>> {
  const planned = plannedNeeds();
  const read = Object.entries(needs).map(async ([key, contract]) => {
    const values = planned?.stacks[contract.stack]
      ? await plannedValues(planned, contract, env)
      : await stateValues(contract, env);
    return { key, contract, values, faults: await faultsOf(contract, values) };
  });
  const results = await Promise.all(read);
  const faults = results.flatMap((result) => result.faults);
  if (faults.length > 0) throw new InputError(`what ${consumer} needs`, faults);
  return Object.fromEntries(
    results.map(({ key, contract, values }) => [
      key,
      Object.fromEntries(contract.fields.map((field) => [field, values[field]])) as ContractOutputs<object>,
    ]),
  );
}

type OutputValues = Readonly<Record<string, pulumi.Output<unknown>>>;

async function plannedValues(
  document: PlannedDocument,
  contract: Contract,
  env: string,
): Promise<OutputValues> {
  const planned = document.stacks[contract.stack];
  const entries = Object.entries(planned?.outputs ?? {});
  const isDeployed = (value: PlannedValue) => "unknown" in value && value.deployed === true;
  const state: OutputValues = entries.some(([, value]) => isDeployed(value))
    ? await stateValues(contract, env)
    : {};
  const values = entries.map(([key, value]) => {
    const known = isDeployed(value) ? state[key] : undefined;
    // A field that the state has not got yet is known when it is deployed.
    const later = pulumi.output(fromPlanned(value));
    return [key, known === undefined ? later : known.apply((found) => found ?? later)] as const;
  });
  return { ...Object.fromEntries(values), [CONTRACT_KEY]: pulumi.output(planned?.contract) };
}

/** `getOutput` marks exactly the secret ones secret, where `outputs` as a whole would make all of them so. */
async function stateValues(contract: Contract, env: string): Promise<OutputValues> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stackName(env, contract.stack)}`;
  const reference = new pulumi.StackReference(contract.stack, { name });
  const keys = [CONTRACT_KEY, ...contract.fields];
  await reference.getOutputDetails(CONTRACT_KEY);
  return Object.fromEntries(keys.map((key) => [key, reference.getOutput(key) as pulumi.Output<unknown>]));
}

async function faultsOf(contract: Contract, values: OutputValues): Promise<Fault[]> {
  const kept = await inspect(pulumi.output(values[CONTRACT_KEY]));
  if (kept.known && kept.value !== contractId(contract)) {
    const allowed = `${contractId(contract)}: bring the stack ${contract.stack} up with this version of the platform first`;
    return [{ path: `${contract.stack}.${CONTRACT_KEY}`, given: kept.value, allowed }];
  }
  const faults = contract.fields.map(async (field) => {
    const { known, value } = await inspect(pulumi.output(values[field]));
    return known ? contract.faultsOf(field, value) : [];
  });
  return (await Promise.all(faults))
    .flat()
    .map((fault) => ({ ...fault, path: `${contract.stack}.${fault.path}` }));
}
