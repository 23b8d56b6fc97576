import type { StackOutputs } from "../../deploy/read-outputs";

/** The schema of `causeway outputs --json`. */
export const OUTPUTS_SCHEMA = "causeway.outputs/1";

export function outputsDocument(
  platform: string,
  environment: string,
  simulated: boolean,
  stacks: readonly StackOutputs[],
): string {
  return `${JSON.stringify({ schema: OUTPUTS_SCHEMA, simulated, platform, environment, stacks }, null, 2)}\n`;
}

export function outputsText(stacks: readonly StackOutputs[]): string {
  const blocks = stacks.map(({ name, deployed, outputs }) => {
    if (!deployed) return `${name}: not deployed\n`;
    const width = Math.max(...Object.keys(outputs).map((key) => key.length));
    const lines = Object.entries(outputs).map(
      ([key, value]) => `  ${key.padEnd(width)}  ${valueText(value)}`,
    );
    return `${[`${name}:`, ...lines].join("\n")}\n`;
  });
  return blocks.join("");
}

/** Text as it is, anything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
