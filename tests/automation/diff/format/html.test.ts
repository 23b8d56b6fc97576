import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatOf } from "../../../../automation/diff/format";
import { html } from "../../../../automation/diff/format/html";
import * as documents from "./documents";
import { documents as anyDocument, likeEnvironments, numbered } from "./generated";

const { dangerous, document, environment, resource, stack, update } = documents;

/** What of a page is between its script and its style. */
const bodyOf = (page: string) => page.slice(page.indexOf("<body>"), page.lastIndexOf("<script>"));

describe("the page of a change", () => {
  test("has what matters before what is changed, and what is left out last", () => {
    const text = bodyOf(html(dangerous));
    const titles = [...text.matchAll(/<h2 [^>]*>([^<]*)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      ...["Summary", "Risks", "Policy", "Settings of environments", "Stacks", "Changes", "Cost"],
      "What this comparison leaves out",
    ]);
    expect(text).toContain("<h1>acme: 6 changes in 2 of 2 environments, 2 high risks");
    expect(text.match(/SIMULATED: no cloud was touched/g)).toHaveLength(2);
  });

  test("says the same of three environments once, and values of their own apart", () => {
    const text = bodyOf(html(documents.tuned));
    expect(text.match(/<li class="change /g)).toHaveLength(1);
    expect(text.match(/<code>visibilityTimeoutSeconds<\/code><\/th>/g)).toHaveLength(1);
    expect(text).toMatch(
      /<tr data-in="2"><th scope="row"><code>tags.Owner<\/code> <span class="where">in prod</,
    );
  });

  test("marks what of a long value is its own", () => {
    const text = html(
      document([
        environment("dev", [
          stack("a", [
            resource("update", "t", "n", [update("policy", `{"Action":"s3:Get"}`, `{"Action":"s3:Put"}`)]),
          ]),
        ]),
      ]),
    );
    expect(text).toContain(`<code>{&quot;Action&quot;:&quot;s3:<mark>Ge</mark>t&quot;}</code>`);
  });

  test("leads from a risk to the change it is of, and says what that takes down and what goes with it", () => {
    const text = bodyOf(html(dangerous));
    const [, id = ""] = /its data goes with it\. <a href="#(c\d+)">Show what changes/.exec(text) ?? [];
    expect(text).toMatch(
      new RegExp(`<li class="change replace" id="${id}" [^>]*data-risk="high">.*>primary<`),
    );
    expect(text).toMatch(/>replica<[^\n]*goes with <code>aws:rds\/instance:Instance primary</);
  });

  test("draws the stacks, what changes in each, and the arrows by which a change gets into another", () => {
    const text = bodyOf(html(dangerous));
    expect(text).toContain("<title>data: 2 replace</title>");
    expect(text.match(/class="edge ripple"/g)).toHaveLength(1);
    expect(text).toMatch(/Something that it needs differs \(<a href="#s\d"><code>data<\/code><\/a>\)/);
  });

  test("folds updates of tags and of values that nobody can know, where nobody has a say in them", () => {
    const tagged = (name: string, path: string, after: string) =>
      resource("update", "aws:sqs/queue:Queue", name, [update(path, `"a"`, after)]);
    const noise = [
      tagged("a", "tags.Team", `"b"`),
      tagged("b", "freeformTags.Team", `"c"`),
      tagged("c", "policy", "[unknown]"),
    ];
    const kept = [tagged("d", "tagsPolicy", `"b"`), { ...tagged("e", "tags.Team", `"b"`), protected: true }];
    const at = stack("s", [...noise, ...kept, tagged("f", "tags.Team", `"b"`)]);
    const urn = at.resources[5]?.urn ?? "";
    const risks = [{ kind: "policy-weaker", severity: "high", urn, message: "m", advice: "a" }] as const;
    const text = bodyOf(html(document([environment("dev", [at], { risks: [...risks] })])));
    const [before = "", folded = ""] = text.split('<details class="noise">');
    expect(folded).toContain(
      "<summary>3 updates of tags, or of what a preview can not know, alone</summary>",
    );
    for (const name of ["a", "b", "c"]) expect(folded).toContain(`<code class="name">${name}</code>`);
    for (const name of ["d", "e", "f"]) expect(before).toContain(`<code class="name">${name}</code>`);
  });

  test("of any change is the same again, with ids of their own and links to what is there", () => {
    fc.assert(
      fc.property(anyDocument, (given) => {
        const text = html(given);
        expect(html(structuredClone(given))).toBe(text);
        const ids = [...bodyOf(text).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [, id] of bodyOf(text).matchAll(
          / (?:href="#|aria-labelledby="|aria-describedby=")([^"]*)"/g,
        ))
          expect(ids).toContain(id);
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });

  test("has every resource that differs, with its environments", () => {
    fc.assert(
      fc.property(likeEnvironments, (given) => {
        const lines = bodyOf(html(given))
          .split("\n")
          .filter((line) => line.startsWith('<li class="change '));
        const found = lines.map((line): [string, string[]] => [
          /r(\d+)r<\/code> <(?:code class="type"|span)/.exec(line)?.[1] ?? "",
          /data-in="([^"]*)"/.exec(line)?.[1]?.split(" ") ?? [],
        ]);
        given.environments.forEach(({ stacks }, index) => {
          for (const { name } of stacks.flatMap(({ resources }) => resources)) {
            const own = found.filter(([number]) => number === numbered(name));
            expect(own.some(([, environments]) => environments.includes(String(index)))).toBe(true);
          }
        });
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  test("does not say that nothing differs where not all could be compared", () => {
    const text = bodyOf(html(documents.broken));
    expect(text).toContain("<p>No resource differs in what could be compared.</p>");
    expect(text).toMatch(/<code>data<\/code><\/th><td>not known<\/td><td>can not be previewed/);
    expect(bodyOf(html(documents.quiet))).toContain("<p>No resource differs.</p>");
  });

  test("is drawn also where a head says that stacks need each other", () => {
    const at = (name: string, needs: string[]) =>
      stack(name, [resource("create", "t", name)], { needs, because: "needs" });
    const text = html(document([environment("dev", [at("a", ["b", "a"]), at("b", ["c"]), at("c", ["a"])])]));
    expect(text.match(/class="node /g)).toHaveLength(3);
  });
});

test.each([
  ["comment.md", "markdown"],
  ["a/REPORT.HTML", "html"],
  ["diff.json", "json"],
  ["diff.txt", "text"],
  ["summary", "markdown"],
  ["report.pdf", undefined],
])("the file %s asks for %s", (file, format) => {
  expect(formatOf(file)).toBe(format);
});
