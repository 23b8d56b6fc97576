import path from "node:path";
import type { PolicyConfig } from "../../policy/config";
import type { StackAudit } from "../../policy/audit/audit";
import { sharedBetween, type Shared } from "../../policy/audit/shared";
import { stateOf, type KeptStack, type Unreadable } from "../../policy/audit/state";
import { packageRoot } from "../../stacks/package-root";
import type { Platform } from "../../stacks/define/platform";
import type { Engine } from "./engine";
import { DeployError } from "./failure";
import { readStacks } from "./read-stacks";
import type { Selection } from "./selection";
import { plainConfig } from "./stack-run";

/** A stack that is audited, and what the pack is told about it. */
export interface Audited {
  readonly kept: KeptStack;
  /** Levels and facts; those of prod, and no facts, where there are none. */
  readonly config: PolicyConfig | undefined;
}

export interface AuditReport {
  readonly stacks: readonly StackAudit[];
  /** Things of the clouds that several resources hold. */
  readonly shared: readonly Shared[];
}

export async function auditOf(audited: readonly Audited[]): Promise<AuditReport> {
  // All rules, which no other command needs.
  const { auditStack } = await import("../../policy/audit/audit.js");
  return {
    stacks: audited.map(({ kept, config }) => auditStack(kept, config)),
    shared: sharedBetween(audited.map(({ kept }) => kept)),
  };
}

/** Whether anything was found that nobody has accepted. */
export function isRefused({ stacks, shared }: AuditReport): boolean {
  return shared.length > 0 || stacks.some((one) => one.findings.some(({ level }) => level === "mandatory"));
}

/**
 * The stacks of an environment that are deployed.
 *
 * @throws {DeployError} of the kind of the first stack whose state can not be read.
 */
export async function deployedStacks(
  selection: Selection,
  engine: Engine,
  workDir: string,
): Promise<readonly Audited[]> {
  const { platform, env } = selection;
  const found = await readStacks(selection, engine, workDir, async (stack, _name, fullName) => {
    if (stack === undefined) return [];
    const exported = await stack.exportStack();
    if ((exported.deployment as { resources?: readonly unknown[] }).resources === undefined) return [];
    const kept: KeptStack | Unreadable = stateOf(exported);
    if ("fault" in kept) throw new DeployError("damaged", `the state of ${fullName} ${kept.fault}`);
    return [{ kept, config: await packConfig(platform, env.name, await plainConfig(stack)) }];
  });
  return found.flat();
}

/** How a platform configures causeway's own pack for an environment; undefined where it does not use it. */
export async function packConfig(
  platform: Platform,
  environment: string,
  config: Readonly<Record<string, string>>,
): Promise<PolicyConfig | undefined> {
  const env = platform.environments[environment];
  if (env === undefined) return undefined;
  const packs = await platform.policies(env, config);
  const own = packs.find((pack) => pack.path === path.join(packageRoot, "policy"));
  return own?.config === undefined ? undefined : byRule(own.config);
}

/** Configuration as CrossGuard takes it, by rule an object or a level alone, as objects. */
export function byRule(config: object): PolicyConfig {
  const entries = Object.entries(config).map(([rule, one]: [string, unknown]) => [
    rule,
    typeof one === "string" ? { enforcementLevel: one } : one,
  ]);
  return Object.fromEntries(entries) as PolicyConfig;
}
