/** The schemas that contracts are written with (valibot), of the one copy that checks them. */
export * as v from "valibot";
export { InputError, type Fault } from "../../components/core";
export {
  contractId,
  CONTRACT_KEY,
  defineContract,
  type Contract,
  type ContractInputs,
  type ContractOutputs,
  type DeepInput,
} from "./contract";
export {
  definePlatform,
  pickStack,
  stackName,
  type DriftIgnore,
  type Platform,
  type PolicyPackUse,
  type SecretsProvider,
} from "./platform";
export type { PlannedDocument, PlannedOutputs, PlannedValue } from "./planned";
export { runPlatform } from "./run";
export {
  defineStack,
  PHASES,
  type Gate,
  type GateCheck,
  type Needs,
  type NeedsOutputs,
  type Phase,
  type PlatformEnvironment,
  type Stack,
  type StackContext,
  type StackDuration,
  type StackProgram,
} from "./stack";
