import { directNeeds, type DiagramNode } from "./graph";

/** Mermaid takes letters, digits and underscores as an id; the label keeps the name. */
function mermaidId(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9]/g, "_");
}

function label(node: DiagramNode): string {
  const text = node.note === undefined ? node.id : `${node.id}<br/>${node.note}`;
  return `${mermaidId(node.id)}["${text.replaceAll('"', "#quot;")}"]`;
}

/**
 * The graph as a Mermaid flow chart, left to right, one frame a group, without the edges that others imply and without
 * those to nodes that are not among these.
 */
export function mermaid(nodes: readonly DiagramNode[]): string {
  const groups = [...new Set(nodes.map((node) => node.group))];
  const lines = ["flowchart LR"];
  for (const group of groups) {
    lines.push(`  subgraph ${mermaidId(`group ${group}`)}["${group}"]`);
    lines.push(...nodes.filter((node) => node.group === group).map((node) => `    ${label(node)}`));
    lines.push("  end");
  }
  for (const node of nodes) {
    lines.push(...directNeeds(node, nodes).map((id) => `  ${mermaidId(id)} --> ${mermaidId(node.id)}`));
  }
  return `${lines.join("\n")}\n`;
}
