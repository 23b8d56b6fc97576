/** Where findings say that the program asks for what they are of. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DiffDocument } from "../../../automation/diff/model";
import { root } from "../cli/causeway";
import { replaced, Revisions, type Edit } from "./revisions";

const pack = path.join(root, "tests/fixtures/market/policy");
const copied = (name: string): readonly [string, Edit] => [
  `policy/${name}`,
  () => readFileSync(path.join(pack, name), "utf8"),
];

/** A shop held to rules, with one finding in each of two stacks. */
function shopWithRules(): Revisions {
  const made = Revisions.make();
  made.change("rules", {
    ...Object.fromEntries(["PulumiPolicy.yaml", "index.js", "levels.js", "package.json"].map(copied)),
    "platform.js": replaced(
      "  driftIgnores: [",
      '  policies: () => [{ path: `${__dirname}/policy`, config: require("./policy/levels").levels }],\n  driftIgnores: [',
    ),
    "site.js": replaced("-site` }", '-site`, tags: { Team: "web" } }'),
  });
  return made;
}

let shop: Revisions;
beforeAll(() => {
  shop = shopWithRules();
});
afterAll(() => shop.remove());

const findings = ({ environments }: DiffDocument) =>
  environments.flatMap((env) =>
    env.findings.map(({ change, line, urn = "" }) => [change, urn.split("::").at(-1), line]),
  );

const MOVED: Readonly<Record<string, Edit>> = {
  // What is found of the network is found three lines further down.
  "network.js": (text) => `// one\n// two\n// three\n${text.replace("web tier", "front tier")}`,
  "site.js": replaced('-site`, tags: { Team: "web" } }', "-site` }"),
  "parts/od`d @team.js": () =>
    'exports.logs = (Bucket) =>\n  new Bucket("logs", { bucket: "shop-logs", tags: { Team: "web" } });\n',
  "data.js": (text) =>
    `const { logs } = require("./parts/od\`d @team.js");\nconst { Bucket } = require("@pulumi/aws/s3");\n${text.replace("  const table", "  logs(Bucket);\n  const table")}`,
};

test("a finding has its line, in a file of any name; one that only moved is no other finding", async () => {
  shop.change("moved", MOVED, "rules");
  const [json, comment, page, terminal] = ["diff.json", "comment.md", "report.html", "diff.txt"].map((name) =>
    path.join(shop.folder, "node_modules", name),
  ) as [string, string, string, string];
  const ended = await shop.diff([
    ...["--base", "rules", "--head", "moved", "--env", "dev"],
    ...["--out", json, comment, page, terminal],
  ]);
  expect(ended).toMatchObject({ code: 0, stdout: "" });
  const text = readFileSync(json, "utf8");
  expect(findings(JSON.parse(text) as DiffDocument)).toEqual([
    ["fixed", "site", "site.js:4"],
    ["new", "logs", "parts/od`d @team.js:2"],
  ]);
  expect(readFileSync(comment, "utf8")).toContain("at `data` (``parts/od`d @team.js:2``): ");
  expect(readFileSync(comment, "utf8")).toContain("at `site` (`site.js:4` of the base): ");
  expect(readFileSync(page, "utf8")).toContain("(<code>parts/od`d @team.js:2</code>)");
  expect(readFileSync(terminal, "utf8")).toContain("at data (parts/od`d @team.js:2):");

  const other = shopWithRules();
  try {
    other.change("moved", MOVED, "rules");
    const again = await other.diff([
      ...["--base", "rules", "--head", "moved", "--env", "dev", "--format", "json", "--parallel", "1"],
    ]);
    expect(again.stdout).toBe(text);
  } finally {
    other.remove();
  }
}, 120_000);

test("a head that says that a file outside of it is its program finds out nothing of that file", async () => {
  const outside = path.join(shop.folder, "..", `${path.basename(shop.folder)}-outside.js`);
  const map = { version: 3, sources: ["canary.ts"], names: [], mappings: "AAAA" };
  writeFileSync(outside, "");
  writeFileSync(`${outside}.map`, JSON.stringify(map));
  try {
    const said = JSON.stringify({ uri: `file://${outside}`, line: 1, column: 1 });
    shop.change(
      "lies",
      {
        "data.js": (text) =>
          `require("@pulumi/pulumi").Resource.stackTrace = () => [${said}];\n${text.replace(
            'new Queue("orders", {',
            'new Queue("orders", { tags: { Team: "web" },',
          )}`,
      },
      "rules",
    );
    const args = ["--base", "rules", "--head", "lies", "--env", "dev", "--format", "json"];
    const { stdout } = await shop.diff(args);
    expect(findings(JSON.parse(stdout) as DiffDocument)).toEqual([["new", "orders", undefined]]);
    expect(stdout).not.toContain("canary");
  } finally {
    for (const file of [outside, `${outside}.map`]) rmSync(file);
  }
}, 120_000);
