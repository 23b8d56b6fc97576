/** The pack as a library: its rules and packs as data, and how it is configured. It starts nothing. */
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
