import type { Engine } from "./engine";
import { readStacks } from "./read-stacks";
import type { Selection } from "./selection";

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
  const rules = await readStacks(selection, engine, workDir, async (stack, name) =>
    stack === undefined ? [] : rulesIn((await stack.exportStack()).deployment, name),
  );
  return rules.flat();
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
