import { describe, expect, test } from "vitest";
import { html, markdown, reachReport, reachSections, sectionsOf } from "../../../automation/reports";
import { cidr } from "../../../lib/cidr";
import type { Endpoint, Filter, Model } from "../../../lib/reachability";
import { RUN } from "./run-report";

const HOSTILE = 'shop/<img src=x onerror="alert(1)">';

/** Two endpoints of a network: the first calls the second on two ports, and the internet, where it may, the first. */
function platform({ open = false, hostile = "shop/web" } = {}): Model {
  const endpoint = (name: string, group: string, isPublic: boolean): Endpoint => ({
    name,
    subnets: ["s"],
    groups: [group],
    isPublic,
  });
  const port = (n: number) => ({ protocol: "tcp", ports: [n, n] }) as const;
  const filters: Filter[] = [
    {
      id: "web",
      name: "web",
      rules: [
        ...[1521, 443].map((n) => ({ direction: "out", end: { group: "db" }, on: port(n) }) as const),
        { direction: "in", end: { range: cidr("0.0.0.0/0") }, on: port(8443) },
        { direction: "out", end: { range: cidr("0.0.0.0/0") }, on: { protocol: "udp" } },
      ],
    },
    {
      id: "db",
      name: "db",
      rules: [1521, 443].map((n) => ({ direction: "in", end: { group: "web" }, on: port(n) }) as const),
    },
  ];
  return {
    networks: [{ id: "n", name: "n", ranges: [cidr("10.0.0.0/16")] }],
    subnets: [{ id: "s", name: "s", network: "n", range: cidr("10.0.0.0/24"), table: "t", lists: [] }],
    tables: [{ id: "t", name: "t", routes: open ? [{ to: { range: cidr("0.0.0.0/0") }, via: "igw" }] : [] }],
    gateways: [{ kind: "internet", id: "igw", name: "igw", network: "n" }],
    filters,
    acls: [],
    policies: [],
    namespaces: {},
    endpoints: [endpoint(hostile, "web", open), endpoint("shop/db", "db", false)],
    services: [],
    gaps: [{ what: 'shop: a chart "<web>"', why: "no rule sees its objects" }],
  };
}

const page = (model: Model) => html(reachReport({ platform: "shop", environment: "dev" }, model));

describe("the drawing of who reaches whom", () => {
  test("has an arrow for each pair, with its ports, and says the same in a table", () => {
    const text = page(platform());
    expect(text.match(/<path class="arrow/g)).toHaveLength(1);
    expect(text).toContain("<title>shop/web to shop/db on TCP 443, 1521</title>");
    expect(text).toContain(
      "<td><code>shop/web</code></td><td><code>shop/db</code></td><td>TCP 443, 1521</td>",
    );
    expect(text).toContain("1 of 2 endpoints reach 1; the internet reaches nothing.");
  });

  test("shows the internet in any case: what it reaches, or that it reaches nothing", () => {
    expect(page(platform())).toContain("internet: reaches nothing</title>");
    expect(page(platform())).toContain("<li>The internet reaches nothing.</li>");
    const open = page(platform({ open: true }));
    expect(open).toContain("<title>internet to shop/web on TCP 8443</title>");
    expect(open).toContain('<g class="caller outside">');
    expect(open).toContain("<td>shop/web</td><td>TCP 8443</td>");
    expect(open).toContain("the internet reaches 1.");
  });

  test("is one picture to a screen reader, named, and described by the table that is there", () => {
    const text = page(platform());
    expect(text).toMatch(/<svg [^>]*role="img" aria-label="Who reaches whom" aria-describedby="reach-table"/);
    expect(text.match(/id="reach-table"/g)).toHaveLength(1);
    expect(text).toMatch(/<body>\n<main>[^]*<\/main>\n<\/body>/);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(text).toMatch(
      /<div class="figure" tabindex="0" role="group" aria-label="Who reaches whom, drawn">/,
    );
  });

  test("stands alone and runs nothing, whatever things are called", () => {
    const text = page(platform({ hostile: HOSTILE, open: true }));
    expect(text).not.toContain("<img");
    expect(text).toContain("shop/&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
    expect(text).not.toMatch(/<script|<link|@import|url\((?!#)|(href|src)=(?!x)/);
    expect(text.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:/);
    expect(text).toContain("shop: a chart &quot;&lt;web&gt;&quot;: no rule sees its objects");
  });

  test("is in the report of a run where there is something to draw, and in Markdown as a table", () => {
    const sections = sectionsOf(RUN, reachSections(platform()));
    const text = html(sections);
    expect(text).toContain("<h2>Who reaches whom</h2>");
    // Both drawings have arrow heads of their own.
    expect(text).toContain('<marker id="arrow"');
    expect(text).toContain('<marker id="reach"');
    expect(markdown(sections)).toContain("| `shop/web` | `shop/db` | TCP 443, 1521 | yes |");
    expect(html(sectionsOf(RUN))).not.toContain("Who reaches whom");
  });
});
