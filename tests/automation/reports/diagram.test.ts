import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columns, directNeeds, type DiagramNode } from "../../../automation/reports/graph";
import { mermaid } from "../../../automation/reports/mermaid";
import { svg } from "../../../automation/reports/svg";

/** Random graphs without cycles: a node needs only nodes before it. */
const graph = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 10 }).map((picks) =>
  picks.map((pick, i): DiagramNode => ({
    id: `s-${i}`,
    group: i % 2 ? "network" : "workloads",
    needs: i === 0 ? [] : [...new Set(pick.map((p) => `s-${p % i}`))],
  })),
);

/** Everything that a node needs, directly or through others. */
function closure(id: string, needs: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const visit = (from: string): void => {
    for (const need of needs.get(from) ?? []) {
      if (!found.has(need)) {
        found.add(need);
        visit(need);
      }
    }
  };
  visit(id);
  return found;
}

describe("columns", () => {
  test("every node is there once, right of all it needs", () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        const layout = columns(nodes);
        const columnOf = new Map(layout.flatMap((column, x) => column.map((node) => [node.id, x] as const)));
        expect(layout.flat()).toHaveLength(nodes.length);
        for (const node of nodes) {
          for (const need of node.needs)
            expect(columnOf.get(need)).toBeLessThan(columnOf.get(node.id) as number);
        }
      }),
    );
  });
});

describe("directNeeds", () => {
  test("leaves out exactly what other needs imply: the same is reached, and no edge can be spared", () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        const full = new Map(nodes.map((n) => [n.id, n.needs]));
        const reduced = new Map(nodes.map((n) => [n.id, directNeeds(n, nodes)]));
        for (const node of nodes) {
          expect(closure(node.id, reduced)).toEqual(closure(node.id, full));
          for (const need of reduced.get(node.id) ?? []) {
            const without = new Map(reduced).set(
              node.id,
              (reduced.get(node.id) ?? []).filter((n) => n !== need),
            );
            expect(closure(node.id, without).has(need)).toBe(false);
          }
        }
      }),
    );
  });
});

const nodes: DiagramNode[] = [
  { id: "foundation", group: "network", needs: [], note: "12 resources", state: "done" },
  { id: "aws-network", group: "network", needs: ["foundation"], note: '<b>"&', state: "failed" },
  { id: "eks", group: "clusters", needs: ["aws-network", "not-drawn", "foundation"], state: "skipped" },
];

describe("mermaid", () => {
  test("draws groups, labels and the edges that are not implied", () => {
    expect(mermaid(nodes)).toBe(
      [
        "flowchart LR",
        '  subgraph group_network["network"]',
        '    foundation["foundation<br/>12 resources"]',
        '    aws_network["aws-network<br/><b>#quot;&"]',
        "  end",
        '  subgraph group_clusters["clusters"]',
        '    eks["eks"]',
        "  end",
        "  foundation --> aws_network",
        "  aws_network --> eks",
        "",
      ].join("\n"),
    );
  });
});

describe("svg", () => {
  test("draws a box a node and an arrow an edge, all within the picture, and escapes what it is given", () => {
    const picture = svg(nodes, "dev & co");
    expect(picture.match(/<rect /g)).toHaveLength(3);
    expect(picture.match(/class="edge"/g)).toHaveLength(2);
    expect(picture).toContain('aria-label="dev &amp; co"');
    expect(picture).toContain("&lt;b&gt;&quot;&amp;");
    expect(picture).not.toContain("<b>");
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(picture) ?? [];
    for (const [, x, y] of picture.matchAll(/<rect x="([\d.]+)" y="([\d.]+)"/g)) {
      expect(Number(x) + 168).toBeLessThanOrEqual(Number(width));
      expect(Number(y) + 48).toBeLessThanOrEqual(Number(height));
    }
  });
});
