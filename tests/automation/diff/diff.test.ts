import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DiffDocumentSchema, type DiffDocument, type StackDiff } from "../../../automation/diff/model";
import { html } from "../../../automation/diff/format/html";
import { markdown } from "../../../automation/diff/format/markdown";
import { text } from "../../../automation/diff/format/text";
import { causeway } from "../cli/causeway";
import { replaced, Revisions, type Edit } from "./revisions";

let shop: Revisions;
beforeAll(() => {
  shop = Revisions.make();
});
afterAll(() => shop.remove());

function stack(document: DiffDocument, env: string, name: string): StackDiff {
  const found = document.environments
    .find((one) => one.name === env)
    ?.stacks.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no stack ${name} of ${env}`);
  return found;
}

const lines = ({ resources }: StackDiff) => resources.map(({ action, name }) => `${action} ${name}`);
const risks = (document: DiffDocument, env: string) =>
  document.environments
    .find((one) => one.name === env)
    ?.risks.map(({ kind, urn = "" }) => `${kind} ${urn.split("::").at(-1)}`);

describe("what a change does", () => {
  test("an opened port and a new key: replaced with its cause, ripples told but for a secret that stays, the rest not run", async () => {
    shop.change("open-port", {
      "network.js": replaced("10.0.0.0/8", "0.0.0.0/0"),
      "data.js": (text) => text.replaceAll('"id"', '"key"').replace("-orders`", "-orders-v2`"),
    });
    const document = await shop.document("open-port");
    expect(v.is(DiffDocumentSchema, document)).toBe(true);
    expect(document.environments.map(({ name, status }) => [name, status])).toEqual([
      ["dev", "changed"],
      ["prod", "changed"],
    ]);
    expect(stack(document, "dev", "network").resources).toMatchObject([
      {
        ...{ action: "update", name: "https" },
        properties: [{ path: "cidrIpv4", kind: "update", before: '"10.0.0.0/8"', after: '"0.0.0.0/0"' }],
      },
    ]);
    const [table] = stack(document, "prod", "data").resources;
    expect(table).toMatchObject({ action: "replace", name: "orders", type: "aws:dynamodb/table:Table" });
    expect(table?.properties).toContainEqual({
      ...{ path: "hashKey", kind: "update", before: '"id"', after: '"key"' },
      forcesReplacement: true,
    });
    expect(stack(document, "dev", "workloads")).toMatchObject({ status: "changed", because: "needs" });
    expect(lines(stack(document, "dev", "workloads"))).toEqual(["update table"]);
    expect(stack(document, "dev", "site")).toMatchObject({ status: "unchanged", because: "unchanged" });
    expect(risks(document, "dev")).toEqual([
      // The table that goes is protected: only a deployment shows that.
      "deployment-fails ",
      "internet-wider https",
      "stateful-replaced orders",
    ]);
  }, 60_000);

  test("what is lost, in every file that is asked for: an alarm, a dead-letter queue and what fills it, a protection", async () => {
    shop.change("losses", {
      "data.js": (text) =>
        text
          .replace(/ {2}new MetricAlarm[^]*?\}\);\n/, "")
          .replace(/ {2}const dead = .*\n/, "")
          .replace(/ {4}redrivePolicy: .*\n/, "")
          .replace("deletionProtectionEnabled: true", "deletionProtectionEnabled: false"),
    });
    const [json, file, page] = ["diff.json", "comment.md", "report.html"].map((name) =>
      path.join(shop.folder, "node_modules", name),
    ) as [string, string, string];
    const ended = await shop.diff(["--head", "losses", "--env", "dev", "--out", json, file, page]);
    expect(ended).toMatchObject({ code: 0, stdout: "" });
    const document = JSON.parse(readFileSync(json, "utf8")) as DiffDocument;
    const comment = readFileSync(file, "utf8");
    expect(comment.indexOf("orders-dlq")).toBeGreaterThan(comment.indexOf("## "));
    for (const name of ["orders-dead", "orders-dlq", "deletionProtectionEnabled", "redrivePolicy"]) {
      expect(comment).toContain(name);
      expect(readFileSync(page, "utf8")).toContain(name);
    }
    expect(document.environments.map(({ name }) => name)).toEqual(["dev"]);
    expect(lines(stack(document, "dev", "data"))).toEqual([
      "delete orders-dead",
      "update orders",
      "update orders",
      "delete orders-dlq",
    ]);
    expect(risks(document, "dev")).toEqual(
      expect.arrayContaining([
        "alarm-lost orders-dead",
        "dead-letters-lost orders",
        "dead-letters-lost orders-dlq",
        "protection-lost orders",
      ]),
    );
    const dlq = stack(document, "dev", "data").resources.find(({ name }) => name === "orders-dlq");
    expect(dlq?.takesDown.map((urn) => urn.split("::").at(-1))).toEqual(["orders-dead"]);
  }, 60_000);

  test("a rename with an alias, a resource that moves to another stack, a stack that goes and one that comes", async () => {
    shop.change("moves", {
      "network.js": (text) =>
        text
          .replace('new SecurityGroup("web", {', 'new SecurityGroup("front", {')
          .replace('tier of the shop" }', 'tier of the shop" }, { aliases: [{ name: "web" }] }'),
      "workloads.js": (text) => text.replace(/ {2}new Parameter\("table".*\n/, ""),
      "platform.js": (text) =>
        text.replaceAll('name: "site"', 'name: "web"').replace("./site.js", "./web.js"),
      "contracts.js": replaced('stack: "site"', 'stack: "web"'),
      "web.js": () =>
        readFileSync(path.join(shop.folder, "site.js"), "utf8")
          .replace("exports.", 'const { Parameter } = require("@pulumi/aws/ssm");\n\nexports.')
          .replace(
            "  return",
            '  new Parameter("table", { name: "/shop/moved", type: "String", value: "orders" });\n  return',
          ),
      "site.js": () => undefined,
    });
    const document = await shop.document("moves", "--env", "prod");
    expect(stack(document, "prod", "network").failure).toBeUndefined();
    expect(stack(document, "prod", "network").resources).toMatchObject([
      { action: "rename", name: "front", from: expect.stringContaining("::web") as string },
    ]);
    expect(lines(stack(document, "prod", "workloads"))).toContain("delete table");
    const moved = stack(document, "prod", "web").resources.find(({ name }) => name === "table");
    expect(moved).toMatchObject({
      action: "move",
      from: expect.stringContaining("prod-workloads") as string,
    });
    expect(stack(document, "prod", "site")).toMatchObject({ status: "removed", because: "gone" });
    expect(lines(stack(document, "prod", "site"))).toContain("delete site");
    expect(stack(document, "prod", "web")).toMatchObject({ status: "added", because: "new" });
  }, 60_000);

  test("an option that is no input: a bucket of which nothing else differs is protected no more", async () => {
    const options = ", { protect: true, retainOnDelete: true })";
    shop.change("guarded", { "site.js": replaced("-site` })", `-site\` }${options}`) });
    shop.change("unguarded", { "site.js": replaced(options, ")") }, "guarded");
    const args = ["--base", "guarded", "--head", "unguarded", "--env", "dev", "--format", "json"];
    const document = JSON.parse((await shop.diff(args)).stdout) as DiffDocument;
    const site = stack(document, "dev", "site");
    expect(site).toMatchObject({ status: "changed", counts: { updated: 1 } });
    expect(site.resources).toMatchObject([
      {
        ...{ action: "update", name: "site", protected: false },
        properties: [
          { path: "protect", before: "true", after: "false" },
          { path: "retainOnDelete", before: "true", after: "false" },
        ],
      },
    ]);
    expect(risks(document, "dev")).toEqual(["protection-lost site"]);
  }, 60_000);

  test("what is left in the cloud when it goes: a bucket with retainOnDelete, of which nothing else goes", async () => {
    shop.change("kept", { "site.js": replaced("-site` })", "-site` }, { retainOnDelete: true })") });
    const without = (source: string) =>
      source.replace(/ {2}const bucket.*\n/, "").replace("bucket.bucket", '"none"');
    shop.change("let-go", { "site.js": without }, "kept");
    const args = ["--base", "kept", "--head", "let-go", "--env", "dev", "--format", "json"];
    const document = JSON.parse((await shop.diff(args)).stdout) as DiffDocument;
    const site = stack(document, "dev", "site");
    expect(site).toMatchObject({ status: "changed", counts: { deleted: 1 } });
    expect(site.resources).toMatchObject([{ action: "delete", name: "site", retained: true }]);
    expect(risks(document, "dev")).toEqual(["left-unmanaged site"]);
    const said = "left in the cloud: retainOnDelete";
    expect(markdown(document)).toContain(`- **delete** \`site\` \`aws:s3/bucket:Bucket\`: ${said}`);
    expect(html(document)).toContain(said);
    expect(text(document)).toContain(`delete site aws:s3/bucket:Bucket: ${said}`);
  }, 60_000);

  test("a head that can not be previewed is told as failed, without this machine's folders, and ends with 1", async () => {
    shop.change("broken", {
      "data.js": replaced("messageRetentionSeconds: 1209600", "messageRetentionSeconds: 12"),
    });
    const { code, stdout } = await shop.diff(["--head", "broken", "--env", "dev", "--format", "json"]);
    expect(code).toBe(1);
    const document = JSON.parse(stdout) as DiffDocument;
    expect(stack(document, "dev", "data")).toMatchObject({ status: "failed" });
    expect(stack(document, "dev", "data").failure).toContain("messageRetentionSeconds");
    expect(stack(document, "dev", "workloads").status).toBe("not-compared");
    expect(document.environments[0]?.status).toBe("failed");
    expect(stdout).not.toContain("causeway-diff-");
  }, 60_000);
});

describe("the same input gives the same bytes", () => {
  test("at any parallelism, again, tells no secret whatever holds it, and leaves nothing behind in the clone", async () => {
    shop.change("secrets", {
      "network.js": replaced("tags: {", 'tags: { Team: "shop",'),
      "workloads.js": replaced(
        "value: data.password",
        'value: data.password.apply((p) => `canary-${p}`), description: "changed"',
      ),
      "data.js": replaced("length: 24", "length: 32"),
    });
    const args = ["--head", "secrets", "--format", "json"];
    const one = await shop.diff([...args, "--parallel", "1"]);
    const other = await shop.diff([...args, "--parallel", "4"]);
    expect(one.code).toBe(0);
    expect(one.stdout.length).toBeGreaterThan(1_000);
    expect(other.stdout).toBe(one.stdout);
    expect(one.stdout).toContain("[secret]");
    expect(one.stdout).not.toContain("canary-");
    expect(shop.git("worktree", "list", "--porcelain").match(/^worktree /gm)).toHaveLength(1);
    expect(shop.git("status", "--porcelain")).toBe("");
  }, 60_000);
});

describe("code of a change that nobody has read", () => {
  test("finds no variable and no file but its own, in its graph and in its programs", async () => {
    const look = [
      'const fs = require("node:fs");',
      "const seen = [];",
      "for (const file of [`/proc/${process.ppid}/environ`, process.env.CANARY_FILE ?? '', OUTSIDE]) {",
      "  try { seen.push(fs.readFileSync(file, 'utf8')); } catch (error) { seen.push(error.code); }",
      "}",
      "try { seen.push(require('node:child_process').execSync('env').toString()); } catch (error) { seen.push(error.code); }",
      "seen.push(JSON.stringify(process.env));",
    ].join("\n");
    const outside = path.join(shop.folder, "..", `${path.basename(shop.folder)}.canary`);
    writeFileSync(outside, "canary-in-a-file");
    const spying = look.replace("OUTSIDE", JSON.stringify(outside));
    shop.change("spy", {
      "platform.js": (text) =>
        `${spying}\n${text.replace("size: 1 }", 'size: 1, seen: seen.join(), found: String(seen.join().includes("canary-")) }')}`,
      "site.js": (text) =>
        `${spying}\n${text.replace("-site` }", "-site`, tags: { seen: seen.join(), found: String(seen.join().includes('canary-')) } }")}`,
    });
    const env = {
      CANARY: "canary-in-a-variable",
      CANARY_FILE: outside,
      CAUSEWAY_TOKEN: "canary-of-causeway",
      AWS_SECRET_ACCESS_KEY: "canary-of-aws",
    };
    const { stdout, stderr } = await shop.diff(["--head", "spy", "--env", "dev", "--format", "json"], {
      env,
    });
    const [environment] = (JSON.parse(stdout) as DiffDocument).environments;
    // The look did happen, and was refused.
    expect(JSON.stringify(environment?.settings)).toContain("ERR_ACCESS_DENIED");
    expect(JSON.stringify(environment?.stacks)).toContain("ERR_ACCESS_DENIED");
    expect(stdout + stderr).not.toContain("canary-");
    // Nor was it found and only cut for its length.
    expect(environment?.settings).toContainEqual(
      expect.objectContaining({ path: "found", after: '"false"' }),
    );
    const tags = stack(JSON.parse(stdout) as DiffDocument, "dev", "site").resources[0]?.properties;
    expect(tags).toContainEqual(
      expect.objectContaining({ path: "tags", after: expect.stringContaining('"found":"false"') as string }),
    );
    expect(existsSync(outside)).toBe(true);
  }, 60_000);

  test("is built with a few variables and an empty home, by packages whose own scripts do not run", async () => {
    const postinstall = "node -e \"require('fs').writeFileSync('ran', '')\"";
    const build = "node -e \"require('fs').writeFileSync('seen.json', JSON.stringify(process.env))\"";
    const dependencies = { spy: "file:spy" };
    const locked = {
      "": { name: "shop", dependencies },
      "node_modules/spy": { resolved: "spy", link: true },
      spy: { version: "1.0.0" },
    };
    shop.change("packages", {
      "package.json": () =>
        JSON.stringify({ name: "shop", private: true, dependencies, scripts: { build, postinstall } }),
      "package-lock.json": () => JSON.stringify({ name: "shop", lockfileVersion: 3, packages: locked }),
      // Settings of the revision would be npm's, and variables of this process be written into them.
      ".npmrc": () => "dry-run=true\n",
      "spy/package.json": () => JSON.stringify({ name: "spy", version: "1.0.0" }),
      // Made by hand: only what is locked is installed.
      "platform.js": () =>
        [
          'const fs = require("node:fs");',
          "const dev = {",
          '  name: "dev",',
          '  canary: String(fs.readFileSync("seen.json", "utf8").includes("canary")),',
          '  home: String(fs.readFileSync("seen.json", "utf8").includes("head-home")),',
          '  scripts: String(fs.existsSync("ran")),',
          '  installed: String(fs.existsSync("node_modules/spy/package.json")),',
          "};",
          "const rest = { policies: () => [], rehearsalConfig: () => ({}), driftIgnores: [] };",
          'exports.platform = { name: "shop", stacks: [], environments: { dev }, ...rest };',
        ].join("\n"),
    });
    // A machine may be set not to run scripts at all: here what is asked for decides.
    const npm = { NPM_TOKEN: "canary-of-npm", npm_config_ignore_scripts: "false" };
    const env = { CANARY: "canary-in-a-variable", ...npm };
    const args = ["--head", "packages", "--env", "dev", "--format", "json"];
    const { stdout, stderr } = await shop.diff(args, { env });
    expect(stderr).toMatch(/^head: packages installed in [\d.]+ s, built in [\d.]+ s$/m);
    expect(stderr).toMatch(/^base: built in [\d.]+ s$/m);
    const document = JSON.parse(stdout) as DiffDocument;
    const settings = document.environments[0]?.settings.map(({ path: of, after }) => [of, after]);
    expect(settings).toContainEqual(["scripts", '"false"']);
    expect(settings).toContainEqual(["installed", '"true"']);
    expect(settings).toContainEqual(["home", '"true"']);
    expect(settings).toContainEqual(["canary", '"false"']);
    expect(document.notes.join()).toContain("package-lock.json");
  }, 120_000);

  test("prints what it likes and is no platform for that", async () => {
    shop.change("loud", { "platform.js": (text) => `console.log("{}");\n${text}` });
    const { code, stdout, stderr } = await shop.diff(["--head", "loud"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("the platform of the head can not be read");
    expect(stderr).not.toContain("    at ");
  }, 60_000);

  test("a link that leads out of the revision is refused by its name", async () => {
    shop.git("checkout", "--quiet", "-b", "link", "main");
    const { symlinkSync } = await import("node:fs");
    symlinkSync("../../../etc/hostname", path.join(shop.folder, "notes.txt"));
    shop.git("add", "--all");
    shop.git("commit", "--quiet", "--message", "link");
    shop.git("checkout", "--quiet", "main");
    const { code, stderr } = await shop.diff(["--head", "link"]);
    expect(code).toBe(2);
    expect(stderr).toContain("notes.txt");
  }, 60_000);
});

describe("bad input", () => {
  test("a revision that there is none of, with what to do", async () => {
    const { code, stderr } = await shop.diff(["--base", "mian"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--base.*mian/s);
    expect(stderr).toContain("git fetch");
  });

  test("an environment that neither revision has, with the nearest", async () => {
    shop.edit("site.js", replaced("-site`", "-pages`"));
    try {
      const { code, stderr } = await shop.diff(["--env", "prd"]);
      expect(code).toBe(2);
      expect(stderr).toContain("prod");
      const { stdout } = await shop.diff(["--env", "prod", "--format", "json"]);
      const document = JSON.parse(stdout) as DiffDocument;
      expect(document.head.name).toBe("working tree");
      expect(lines(stack(document, "prod", "site"))).toEqual(["replace site"]);
    } finally {
      shop.git("checkout", "--quiet", "--", ".");
    }
  }, 60_000);

  describe("before anything is built", () => {
    const built = path.join(os.tmpdir(), `causeway-built-${process.pid}`);
    afterEach(() => rmSync(built, { force: true }));
    /** A platform with no stack, so that nothing is rehearsed, of environments that a program lists. */
    const platform =
      (list: string): Edit =>
      () =>
        [
          `const environments = Object.fromEntries(${list}.map((name) => [name, { name }]));`,
          "const rest = { policies: () => [], rehearsalConfig: () => ({}), driftIgnores: [] };",
          'exports.platform = { name: "shop", stacks: [], environments, ...rest };',
        ].join("\n");
    beforeAll(() => {
      const copy = "fs.cpSync('platform.js', 'dist/platform.js')";
      const build = `node -e "const fs = require('fs'); fs.writeFileSync('${built}', ''); ${copy}"`;
      shop.change("two", {
        "package.json": () => JSON.stringify({ name: "shop", private: true, scripts: { build } }),
        "platform.js": platform('["dev", "prod"]'),
      });
      shop.change("three", { "platform.js": platform('["dev", "prod", "perf"]') }, "two");
      shop.change("two-again", { "platform.js": platform('["dev", "prod"]') }, "three");
      shop.change("regions", { "platform.js": platform('["us"].map((one) => `dev-${one}`)') }, "two");
      shop.change(
        "more-regions",
        { "platform.js": platform('["us", "eu"].map((one) => `dev-${one}`)') },
        "regions",
      );
    });
    const tried = async (base: string, head: string, env: string, module = "platform.js") => {
      const args = ["--base", base, "--head", head, "--env", env, "--platform", module, "--format", "json"];
      const { code, stderr } = await causeway(["diff", ...args], { cwd: shop.folder });
      return { code, stderr, built: existsSync(built) };
    };

    test("a name that neither revision has, with the nearest", async () => {
      const { stderr, ...ended } = await tried("two", "three", "prf");
      expect(ended).toEqual({ code: 2, built: false });
      expect(stderr).toMatch(/--env is "prf"; allowed: one of .*\(did you mean perf\?\)/);
    }, 60_000);

    test.each([
      ["only the head has", "two", "three", "perf"],
      ["only the base has", "three", "two-again", "perf"],
    ])(
      "not one that %s",
      async (_, base, head, env) => {
        expect(await tried(base, head, env)).toMatchObject({ code: 0, built: true });
      },
      60_000,
    );

    test("by what the clone has built, unless that may be old", async () => {
      const dist = path.join(shop.folder, "dist");
      const made = (list: string) => {
        mkdirSync(dist, { recursive: true });
        writeFileSync(path.join(dist, "platform.js"), platform(list)("") ?? "");
      };
      try {
        made('["dev", "prod"]');
        const { stderr, ...ended } = await tried("two", "three", "prd", "dist/platform.js");
        expect(ended).toEqual({ code: 2, built: false });
        expect(stderr).toContain("(did you mean prod?)");
        expect(await tried("two", "three", "perf", "dist/platform.js")).toMatchObject({ code: 0 });
        made('["us"].map((one) => `dev-${one}`)');
        const computed = await tried("regions", "more-regions", "dev-eu", "dist/platform.js");
        expect(computed).toMatchObject({ code: 0, built: true });
      } finally {
        rmSync(dist, { recursive: true });
      }
    }, 90_000);
  });

  test("a file of no known format, and a limit that no comment has, before anything is built", async () => {
    const { code, stderr } = await shop.diff(["--out", "report.pdf", "a.md", "b.docx"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--out.*report\.pdf.*\n.*--out.*b\.docx/);
    expect(stderr).toContain(".html");
    expect((await shop.diff(["--limit", "100000"])).stderr).toMatch(/--limit.*8000 to 65536/);
  });

  test("a folder that is no clone", async () => {
    const { code, stderr } = await shop.diff([], { cwd: "/" });
    expect(code).toBe(2);
    expect(stderr).toContain("git");
  });
});
