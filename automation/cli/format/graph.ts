import type { Durations } from "../../deploy/durations";
import type { GraphNode } from "../../deploy/selection";
import { mermaid } from "../../reports";
import { table } from "./table";

/** The schema of `causeway graph --json`; the number rises with every change that a reader can not take. */
export const GRAPH_SCHEMA = "causeway.graph/1";

export function graphDocument(
  platform: string,
  environment: string,
  stacks: readonly GraphNode[],
  durations?: Durations,
): string {
  const document = { schema: GRAPH_SCHEMA, platform, environment, stacks, durations };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export function graphText(nodes: readonly GraphNode[]): string {
  const rows = nodes.map((node) => [
    node.name,
    node.wave === undefined ? node.phase : `${node.phase}/${node.wave}`,
    node.needs.join(", ") || "-",
  ]);
  return table(["stack", "phase", "needs"], rows);
}

/** As the reports draw it: one frame a phase, an arrow from what is needed to what needs it. */
export function graphMermaid(nodes: readonly GraphNode[]): string {
  return mermaid(nodes.map(({ name, phase, needs }) => ({ id: name, group: phase, needs })));
}
