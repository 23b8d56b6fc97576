import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SIMULATED, html, markdown, sectionsOf, summaryOf } from "../../../automation/reports";
import { policyText } from "../../../automation/cli/format/run";
import { documentOf } from "../../../automation/deploy/report";
import { RUN } from "./run-report";

const real = { ...RUN, simulated: false };
const unchanged = { ...RUN, totals: { ...RUN.totals, created: 0, unchanged: 9 } };

describe("summary", () => {
  test("says what happened, or that nothing changes", () => {
    expect(summaryOf(RUN)).toBe("1 of 3 stacks up: 4 created, 2 unchanged, in 4.2 s.");
    expect(summaryOf(unchanged)).toBe("1 of 3 stacks up: nothing changes, 9 unchanged, in 4.2 s.");
    expect(summaryOf({ ...RUN, verb: "preview" })).toBe(
      "1 of 3 stacks previewed: 4 to be created, 2 unchanged, in 4.2 s.",
    );
  });
});

describe("a change that may be a replacement, for all that is known", () => {
  const resource = {
    urn: "urn:pulumi:dev-eks::p::aws:athena/workgroup:Workgroup::queries",
    type: "aws:athena/workgroup:Workgroup",
    name: "queries",
    parent: "",
    op: "update",
    protected: false,
    replacing: [],
    changes: [],
    undecided: ["description"],
  };
  const [first, ...rest] = RUN.stacks;
  if (first === undefined) throw new Error("the run has no stack");
  const counts = { ...first.counts, undecided: 1 };
  const run = {
    ...RUN,
    stacks: [{ ...first, counts, resources: [resource] }, ...rest],
    totals: { ...RUN.totals, undecided: 1 },
  };

  test("is counted apart, in the summary and the table", () => {
    expect(summaryOf(run)).toContain("4 created, 1 updated or replaced (unknown), 2 unchanged");
    const text = markdown(sectionsOf(run));
    expect(text).toContain(
      "| Held | Created | Updated | Unknown | Replaced | Deleted | Unchanged | Seconds |",
    );
    expect(text).toContain("| `foundation` | succeeded | 3 | 2 | 0 | 1 | 0 | 0 | 1 | 1.3 |");
    expect(markdown(sectionsOf(RUN))).not.toContain("nknown");
  });

  test("is listed with the properties that nobody knows of, in Markdown and HTML", () => {
    const text = markdown(sectionsOf(run));
    expect(text).toContain("## Update or replacement: unknown");
    expect(text).toContain("| `foundation` | `aws:athena/workgroup:Workgroup` | `queries` | `description` |");
    expect(html(sectionsOf(run))).toContain("<h2>Update or replacement: unknown</h2>");
  });
});

describe("a chart release", () => {
  const release = (op: string, chart?: string) => ({
    urn: `urn:pulumi:dev-eks::p::kubernetes:helm.sh/v3:Release::argo-${op}`,
    type: "kubernetes:helm.sh/v3:Release",
    name: `argo-${op}`,
    parent: "",
    op,
    protected: false,
    replacing: [],
    changes: [],
    ...(chart === undefined ? {} : { after: { chart, version: "9.1.4" } }),
  });
  const [first, ...rest] = RUN.stacks;
  if (first === undefined) throw new Error("the run has no stack");
  const resources = [release("same", "argo-cd"), release("delete"), release("create", "a|b")];
  const run = { ...RUN, stacks: [{ ...first, resources }, ...rest] };

  test("is said to be opaque to the rules, unless it goes", () => {
    const text = markdown(sectionsOf(run));
    expect(text).toContain("## Opaque to rules");
    expect(text).toContain("| `foundation` | `argo-same` | `argo-cd` | `9.1.4` |");
    expect(text).toContain("| `foundation` | `argo-create` | `a\\|b` | `9.1.4` |");
    expect(text).not.toContain("argo-delete");
    expect(html(sectionsOf(run))).toContain("<h2>Opaque to rules</h2>");
    expect(markdown(sectionsOf(RUN))).not.toContain("Opaque");
  });

  test("is named by the command and in its JSON document", () => {
    expect(policyText(run)).toContain(
      "  opaque to rules: 2 chart releases, whose objects no rule sees\n" +
        "    foundation: argo-same, argo-cd 9.1.4\n    foundation: argo-create, a|b 9.1.4\n",
    );
    expect(policyText(RUN)).not.toContain("opaque");
    expect(documentOf(run)).toMatchObject({
      opaqueToRules: [
        { stack: "foundation", name: "argo-same", chart: "argo-cd", version: "9.1.4" },
        { stack: "foundation", name: "argo-create" },
      ],
    });
  });
});

describe("what a delete leaves in the cloud", () => {
  const [first, ...rest] = RUN.stacks;
  if (first === undefined) throw new Error("the run has no stack");
  const urn = "urn:pulumi:dev-foundation::causeway::aws:sqs/queue:Queue::orders";
  const resources = [
    { ...{ urn, type: "aws:sqs/queue:Queue", name: "orders", parent: "", op: "delete" }, leaves: "o|1" },
  ].map((one) => ({ ...one, protected: false, replacing: [], changes: [] }));
  const run = { ...RUN, stacks: [{ ...first, resources }, ...rest] };

  test("is in the report, and a run that leaves nothing says nothing of it", () => {
    const text = markdown(sectionsOf(run));
    expect(text).toContain("## Left in the cloud (retainOnDelete)");
    expect(text).toContain("| `foundation` | `aws:sqs/queue:Queue orders` | `o\\|1` |");
    expect(markdown(sectionsOf(RUN))).not.toContain("Left in the cloud");
  });
});

describe("Markdown report", () => {
  const text = markdown(sectionsOf(RUN));

  test("a simulated run says so before and after everything else; a real one never does", () => {
    expect(text.split("\n").slice(0, 3)).toEqual(["# causeway: up of dev", "", `**${SIMULATED}**`]);
    expect(text.trimEnd().split("\n").at(-1)).toBe(`**${SIMULATED}**`);
    expect(markdown(sectionsOf(real))).not.toContain("SIMULATED");
  });

  test("holds every stack, failure, failed gate, finding and output, and the diagram", () => {
    expect(text).toContain("| `foundation` | succeeded | 3 | 2 | 0 | 0 | 0 | 1 | 1.3 |");
    expect(text).toContain("| `eks` | blocked | 0 |");
    expect(text).toContain("- aws-network: gate: paths up: 0 of 2");
    expect(text).toContain("| mandatory | `no-public-oke` | `eks` | a \\*public\\* endpoint |");
    expect(text).toContain("```mermaid\nflowchart LR");
    expect(text).toContain("- State: .causeway/embedded");
  });

  test("what comes from outside stays text: no tag, no broken table", () => {
    expect(text).not.toMatch(/(?<!\\)<script/);
    expect(text).toContain("subnet \\<script\\>alert(1)\\</script\\><br>see \\`x\\` \\| y");
    expect(text).toContain("| `foundation` | `url` | `https://a\\|b/<x>` |");
    for (const line of text.split("\n").filter((l) => l.startsWith("| ") && l.includes("foundation"))) {
      expect(line.replaceAll("\\|", "").split("|").length).toBeGreaterThanOrEqual(5);
    }
  });
});

describe("HTML report", () => {
  const text = html(sectionsOf(RUN));

  test("a simulated run says so before and after everything else; a real one never does", () => {
    const body = text.slice(text.indexOf("<main>"), text.indexOf("</main>"));
    expect(body.split("\n")[1]).toBe(`<p class="banner">${SIMULATED}</p>`);
    expect(body.trimEnd().split("\n").at(-1)).toBe(`<p class="banner">${SIMULATED}</p>`);
    expect(html(sectionsOf(real))).not.toContain("SIMULATED");
  });

  test("needs nothing but itself and runs nothing", () => {
    const [, style = ""] = /<style>([^]*?)<\/style>/.exec(text) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(text).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(text).not.toMatch(/<script|<link|<img|src=|@import|url\((?!#)/);
  });

  test("what comes from outside stays text", () => {
    expect(text).toContain("subnet &lt;script&gt;alert(1)&lt;/script&gt;<br>see `x` | y");
    expect(text).toContain("<code>https://a|b/&lt;x&gt;</code>");
  });

  test("draws every stack with its state", () => {
    for (const [name, state] of [
      ["foundation", "done"],
      ["aws-network", "failed"],
      ["eks", "skipped"],
    ]) {
      expect(text).toContain(`<g class="node ${state}"><title>${name}: `);
    }
    expect(
      html(
        sectionsOf({
          ...RUN,
          stacks: RUN.stacks.map((s) => ({ ...s, result: "succeeded", counts: RUN.totals })),
        }),
      ),
    ).toContain("node done");
  });
});
