/** The pack as a library: its rules and packs as data, and how it is configured. It starts nothing. */
export { auditStack, type AuditFinding, type NotJudged, type StackAudit } from "./audit/audit";
export { sharedBetween, type Shared } from "./audit/shared";
export { readState, stateOf, type Kept, type KeptStack, type Unreadable } from "./audit/state";
export { policyConfig, type KnownFacts, type PolicyConfig } from "./config";
export { declaredIn } from "./declared";
export {
  ENVIRONMENT_CLASSES,
  type DeclaredObject,
  type EnvironmentClass,
  type EnvironmentFacts,
  type Facts,
} from "./facts";
export { PACKS } from "./packs";
export type { Rule } from "./rule";
export { RULES } from "./rules";
export type { Waiver } from "./waivers/waiver";
