import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMENT_LIMIT, commentMarker, markdown } from "../../../../automation/diff/format/markdown";
import { shortened, visible } from "../../../../automation/diff/format/words";
import type { DiffDocument } from "../../../../automation/diff/model";
import * as documents from "./documents";
import { documents as anyDocument, likeEnvironments, numbered } from "./generated";
import { rendered } from "./rendered-markdown";

const { HOSTILE, dangerous, environment, document, huge, resource, stack, tuned } = documents;
const artifact = "https://github.com/acme/infra/actions/runs/1/artifacts/2";

describe("the comment", () => {
  test.each(["tuned", "dangerous", "moved", "broken", "quiet"] as const)("on the change %s", async (name) => {
    await expect(markdown(documents[name], { artifact })).toMatchFileSnapshot(`expected/${name}.comment.txt`);
  });

  test("begins with a line of its own by which it is found again, one a platform", () => {
    expect(markdown(dangerous).startsWith(`${commentMarker("acme")}\n`)).toBe(true);
    expect(commentMarker("a --> <b>\n")).toBe("<!-- causeway:diff a-b- -->");
  });

  test("says first and last that nothing real was asked", () => {
    const text = markdown(tuned);
    expect(text.split("\n")[4]).toMatch(/^\*\*SIMULATED: no cloud was touched\.\*\*/);
    expect(text.endsWith("\n\n**SIMULATED: no cloud was touched.**\n")).toBe(true);
  });

  test("says the same of three environments once, and values of their own apart", () => {
    const text = markdown(tuned);
    expect(text.match(/update `orders`/g)).toHaveLength(1);
    expect(text.match(/visibilityTimeoutSeconds: /g)).toHaveLength(2);
    expect(text).toContain('- tags.Owner: "prod-team" [prod]');
  });

  test("has what matters before what is changed, and values folded below", () => {
    const text = markdown(dangerous);
    const order = [
      "| Environment |",
      "### Risks",
      "### Policy would refuse",
      "### Resources",
      "<details>",
      "Cost</summary>",
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  test("folds updates of tags and of values that nobody can know, where nobody has a say in them", () => {
    const tagged = (name: string, path: string, after = `"b"`) =>
      resource("update", "aws:sqs/queue:Queue", name, [documents.update(path, `"a"`, after)]);
    const noise = [tagged("one", "tags.Team"), tagged("two", "policy", "[unknown]")];
    const heeded = tagged("heeded", "tags.Team");
    const at = stack("s", [...noise, tagged("three", "delaySeconds"), heeded, tagged("tier", "tags.DrTier")]);
    const finding = { rule: "r", level: "advisory", change: "new", stack: "s", message: "m" } as const;
    const findings = [{ ...finding, urn: at.resources[3]?.urn ?? "" }];
    const [before = "", folded = ""] = markdown(document([environment("dev", [at], { findings })])).split(
      "<details><summary>2 updates of tags, or of what a preview can not know, alone</summary>",
    );
    for (const name of ["three", "heeded", "tier"]) expect(before).toContain(`- update \`${name}\``);
    for (const name of ["one", "two"]) {
      expect(before).not.toContain(`- update \`${name}\``);
      expect(folded).toContain(`- update \`${name}\``);
    }
  });

  test("knows of an environment that failed only the least", () => {
    expect(markdown(documents.broken)).toMatch(/\| <code>prod<\/code> \(could not be compared\) \| \? \|/);
    expect(markdown(documents.broken)).toContain("2 of 2 environments could not be compared in whole");
  });

  test("takes an artifact's web address and nothing else", () => {
    expect(markdown(tuned, { artifact })).toContain(`[Full report](<${artifact}>)`);
    for (const given of [
      "javascript:alert(1)",
      "report.html",
      "https://",
      `https://a.example/${"a".repeat(1000)}`,
    ]) {
      expect(() => markdown(tuned, { artifact: given })).toThrow("artifact: an http or https address");
    }
  });
});

describe("texts that a head chose", () => {
  const comment = rendered(markdown(documents.hostile, { limit: 10_000_000 }));
  const ALLOWED = new Set(
    "h2 h3 h4 p strong table thead tbody tr th td ul li code pre details summary a br span".split(" "),
  );

  test("are shown, and make no element, link, mention or reference", () => {
    const { tags, code, prose } = comment;
    expect(tags.filter(({ name }) => !ALLOWED.has(name))).toEqual([]);
    expect(
      tags.filter(({ name, attributes }) => attributes !== "" && !/^(a|th|td|code)$/.test(name)),
    ).toEqual([]);
    const links = tags
      .filter(({ name, close }) => name === "a" && !close)
      .map(({ attributes }) => attributes);
    // Only a price's source may be a link, as only causeway says where a price is from.
    expect(new Set(links)).toEqual(new Set(['href="https://evil.example/?a=b%20mail%40evil.example"']));
    expect(prose).not.toMatch(/@[\p{L}\d]|#\d|GH-\d/iu);
    expect(prose).not.toMatch(/:[\w+-]+:/);
    for (const text of HOSTILE.filter((one) => one.trim() !== "")) {
      expect(code).toContain(shortened(visible(text), 120));
    }
  });

  test("close no fold and open none", () => {
    const { tags } = comment;
    let open = 0;
    for (const { name, close } of tags) {
      if (name === "details") open += close ? -1 : 1;
      expect([0, 1]).toContain(open);
    }
    expect(open).toBe(0);
  });

  /** The comment's elements, less line breaks and dollar signs, which stand for what the text has. */
  const shape = (text: string): string => {
    const one = resource("replace", text, text, [documents.update(text, text, text, true)], {
      component: text,
      from: text,
    });
    const given = document([
      environment(
        text,
        [stack(text, [one]), stack("failed", [], { status: "failed", failure: `x${text}` })],
        {
          risks: [
            { kind: "policy-weaker", severity: "high", stack: text, message: `x${text}`, advice: `x${text}` },
          ],
          notCompared: [`x${text}`],
        },
      ),
    ]);
    return rendered(markdown({ ...given, platform: `x${text}` }))
      .tags.filter(({ name }) => name !== "br" && name !== "span")
      .map(({ name, close }) => (close ? `/${name}` : name))
      .join(" ");
  };

  test("never change the comment's elements, whatever they are", () => {
    const plain = shape("plain");
    const syntax = fc.constantFrom(
      ..."`~*_[]()<>!|&#@:$\\-+=. \n\t{}^/".split(""),
      "```",
      "<!--",
      "-->",
      "</",
      "www.",
      "://",
    );
    const texts = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({
        unit: fc.oneof(syntax, fc.constantFrom("a", "1", "é", "\u202e")),
        minLength: 1,
        maxLength: 40,
      }),
    );
    fc.assert(
      fc.property(
        texts.filter((text) => visible(text).trim() !== ""),
        (text) => {
          expect(shape(text)).toBe(plain);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("a comment that would grow too long", () => {
  const hugeText = markdown(huge, { artifact });
  const bytes = (text: string) => Buffer.byteLength(text);

  test("is within GitHub's limit, and says what it leaves out and where that is", () => {
    const text = hugeText;
    expect(bytes(text)).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(bytes(text)).toBeGreaterThan(COMMENT_LIMIT - 1000);
    expect(text).toContain(`[Full report](<${artifact}>)`);
    expect(text).toMatch(
      /Left out for length: \d+ of 2400 changes \(\d+ update, 320 create\) and values of 12000 of 12000/,
    );
    expect(markdown(dangerous, { limit: 3000 })).toContain(
      "All of it is in what `causeway diff --format html`",
    );
  });

  test("loses values first, then creations, and deletions last", () => {
    const text = hugeText;
    expect(text.match(/^ *- \*\*delete\*\*/gm)).toHaveLength(120);
    expect(text).not.toMatch(/^ *- create/m);
    const some = markdown(document([environment("dev", huge.environments[0]?.stacks.slice(0, 3) ?? [])]), {
      limit: 30_000,
    });
    expect(some.match(/^ *- (\*\*delete\*\*|update|create)/gm)).toHaveLength(180);
    expect(some).toMatch(/Left out for length: values of \d+ of 900 properties\./);
  });

  test("is refused a limit that not even its counts are within", () => {
    expect(() => markdown(dangerous, { limit: 100 })).toThrow(/limit: 100 is given; at least \d+ is needed/);
  });

  test("counts each stack's own", () => {
    const limit = 3000;
    const text = markdown(
      document([environment("dev", [stack("a", huge.environments[0]?.stacks[0]?.resources ?? [])])]),
      { limit },
    );
    const [, left] = /- … left out for length: (.*)/.exec(text) ?? [];
    expect(text).toContain(`(${left})`);
  });
});

/** Each resource that differs, by its number, with the environments in which it does. */
function differing({ environments }: DiffDocument): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, stacks } of environments) {
    for (const { resources } of stacks) {
      for (const one of resources) {
        const number = numbered(one.name) ?? "";
        found.set(number, (found.get(number) ?? new Set()).add(name));
      }
    }
  }
  return found;
}

describe("every resource that differs", () => {
  test("is mentioned twice where one environment says it twice, and once where two do", () => {
    const one = resource("create", "aws:sqs/queue:Queue", "orders");
    const text = markdown(
      document([environment("dev", [stack("a", [one, one])]), environment("prod", [stack("a", [one])])]),
    );
    expect(text.match(/create `orders`/g)).toHaveLength(2);
    expect(text).toContain("acme: 2 changes in 2 of 2 environments");
    expect(text.match(/in `dev`/g)).toHaveLength(1);
  });

  test("is mentioned with its environments, or counted, whatever the size", () => {
    const seen = { counted: 0, mentioned: 0 };
    fc.assert(
      fc.property(likeEnvironments, fc.integer({ min: 4000, max: 40_000 }), (given, limit) => {
        const text = markdown(given, { limit });
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
        const all = differing(given);
        const mentioned = new Map<string, Set<string>>();
        for (const line of text.split("\n").filter((one) => /^ *- (\*\*[\w ]+\*\*|[a-z]+) `/.test(one))) {
          const [, number = ""] = /r(\d+)r ?`/.exec(line) ?? [];
          if (!all.has(number)) continue;
          const named = [...line.matchAll(/`(env\d)`/g)].map(([, name = ""]) => name);
          const where = named.length > 0 ? named : given.environments.map(({ name }) => name);
          const before = mentioned.get(number) ?? new Set<string>();
          mentioned.set(number, new Set([...before, ...where]));
        }
        const left = Number(/Left out for length: (\d+) of \d+ changes?/.exec(text)?.[1] ?? 0);
        expect(mentioned.size + left).toBe(all.size);
        seen.counted += left;
        seen.mentioned += mentioned.size;
        for (const [number, where] of mentioned) expect(where).toEqual(all.get(number));
      }),
      // Smaller examples of documents this large take minutes to find; the seed is enough.
      { numRuns: 80, endOnFailure: true },
    );
    expect(Math.min(seen.counted, seen.mentioned)).toBeGreaterThan(100);
  });

  test("of any document is in one of so few bytes that the limit can not be missed", () => {
    fc.assert(
      fc.property(anyDocument, (given) => {
        expect(Buffer.byteLength(markdown(given, { limit: 6000 }))).toBeLessThanOrEqual(6000);
        expect(markdown(given)).toBe(markdown(structuredClone(given)));
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});
