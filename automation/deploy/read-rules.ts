import { stackName } from "../../stacks/define/platform";
import type { Engine } from "./engine";
import type { Selection } from "./selection";
import { deployError } from "./stack-failure";
import { openWorkspace, selectStack } from "./stack-run";

/** An event rule of a stack, as its state has it. */
export interface DeployedRule {
  readonly stack: string;
  readonly name: string;
  readonly bus: string;
  readonly enabled: boolean;
  /** The text of its pattern; undefined for a rule on a schedule, or one whose pattern is a secret. */
  readonly pattern: string | undefined;
}

const RULE = "aws:cloudwatch/eventRule:EventRule";

/**
 * Reads the event rules of stacks from their state.
 *
 * @throws {DeployError} of the kind of the first stack whose state can not be read.
 */
export async function readRules(
  selection: Selection,
  engine: Engine,
  workDir: string,
): Promise<readonly DeployedRule[]> {
  const workspace = await openWorkspace(engine, workDir);
  const rules: DeployedRule[] = [];
  for (const { name } of selection.stacks) {
    const fullName = stackName(selection.env.name, name);
    try {
      const stack = await selectStack(fullName, workspace);
      if (stack !== undefined) rules.push(...rulesIn((await stack.exportStack()).deployment, name));
    } catch (error) {
      throw deployError(error, engine.failureOf(error), fullName);
    }
  }
  return rules;
}

interface Resource {
  readonly type: string;
  readonly delete?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

function rulesIn(deployment: unknown, stack: string): DeployedRule[] {
  const { resources = [] } = deployment as { readonly resources?: readonly Resource[] };
  return resources
    .filter(({ type, delete: gone }) => type === RULE && gone !== true)
    .map(({ outputs = {} }) => ({
      stack,
      name: textOf(outputs["name"]) ?? "",
      bus: textOf(outputs["eventBusName"]) ?? "default",
      enabled: outputs["state"] !== "DISABLED",
      pattern: textOf(outputs["eventPattern"]),
    }));
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
