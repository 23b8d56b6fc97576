/** A directed graph without cycles, as the diagrams draw it: arrows run from what is needed to what needs it. */
export interface DiagramNode {
  /** Unique, and what the node is called. */
  readonly id: string;
  /** Nodes that must be there before this one; those that are not drawn themselves draw no arrow. */
  readonly needs: readonly string[];
  /** What groups the node with others, a deployer phase. */
  readonly group: string;
  /** Second line, "23 resources". */
  readonly note?: string;
  /** How the node fared, for its colour and, where `says` is left out, its text alternative. @default "done" */
  readonly state?: "done" | "changed" | "unchanged" | "failed" | "skipped";
  /** How the node fared, in words. @default its note or group, and its state */
  readonly says?: string;
  /** Address within the page that the node leads to. @default none */
  readonly href?: string;
  /** Those of its needs whose change reaches it; their arrows stand out, also where longer ways are there. @default none */
  readonly ripples?: readonly string[];
}

/** The nodes in columns: each stands right of everything it needs, and near what it needs within its column. */
export function columns(nodes: readonly DiagramNode[]): DiagramNode[][] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depths = new Map<string, number>();
  const depthOf = (node: DiagramNode): number => {
    const known = depths.get(node.id);
    if (known !== undefined) return known;
    const needed = node.needs.flatMap((id) => byId.get(id) ?? []);
    const depth = Math.max(-1, ...needed.map(depthOf)) + 1;
    depths.set(node.id, depth);
    return depth;
  };
  const result: DiagramNode[][] = [];
  for (const node of nodes) (result[depthOf(node)] ??= []).push(node);
  const rows = new Map<string, number>();
  return result.map((column) => {
    const height = (node: DiagramNode): number => {
      const needed = node.needs.flatMap((id) => rows.get(id) ?? []);
      return needed.length === 0 ? 0 : needed.reduce((sum, row) => sum + row, 0) / needed.length;
    };
    const sorted = [...column].sort((a, b) => height(a) - height(b) || (a.id < b.id ? -1 : 1));
    sorted.forEach((node, row) => rows.set(node.id, row - (sorted.length - 1) / 2));
    return sorted;
  });
}

/** The needs, among these nodes, that no other need implies: what is left of the edges when longer ways are there. */
export function directNeeds(node: DiagramNode, nodes: readonly DiagramNode[]): string[] {
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const implied = new Set<string>();
  const imply = (id: string): void => {
    for (const need of byId.get(id)?.needs ?? []) {
      if (implied.has(need)) continue;
      implied.add(need);
      imply(need);
    }
  };
  const drawn = node.needs.filter((id) => byId.has(id));
  drawn.forEach(imply);
  return drawn.filter((id) => !implied.has(id));
}
