import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "../../../automation/cli/program";
import type { Ended } from "./causeway";

/** Runs a command in this process: what is wrong with options is told before anything is loaded. */
async function told(args: string): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk: Buffer, _, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const streams = { stdin: process.stdin, stdout: into("stdout"), stderr: into("stderr") };
  const code = await runCli(args.split(" "), "0.0.0", { ...streams, env: {}, cwd: process.cwd() });
  return { code, ...written };
}

describe("an option", () => {
  it.each([
    ["graph --env dev --env prod", '--env is "prod"; allowed: one value; it is "dev" already'],
    [
      "up --engine embedded --env dev --engine pulumi",
      '--engine is "pulumi"; allowed: one value; it is "embedded"',
    ],
    ["up --parallel 2 --env dev --parallel 3", '--parallel is "3"; allowed: one value; it is "2" already'],
  ])(
    "that takes one value is refused with two, of which the first would be lost: %s",
    async (args, message) => {
      const { code, stderr } = await told(args);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    },
  );

  it("that takes one value may say it twice, and one that takes several may be there several times", async () => {
    const { code, stdout } = await told("graph --env dev --env dev --only foundation --only identity");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^foundation .*\nidentity .*$/m);
  });

  it.each(["1e1", "0x2", "2.0", "+2", "٣", "-1", "33", ""])(
    "that takes a whole number refuses %j",
    async (given) => {
      const { code, stderr } = await told(`up --env dev --parallel=${given}`);
      expect(code).toBe(2);
      expect(stderr).toContain(
        `--parallel is ${JSON.stringify(given)}; allowed: a whole number from 1 to 32`,
      );
    },
  );
});

describe("what is wrong with a command line", () => {
  it("is told all at once, with what is allowed and where to look", async () => {
    expect(await told("up --engine embeded --parallel 99 --state= --only=")).toEqual({
      code: 2,
      stdout: "",
      stderr: [
        "causeway: options: 5 invalid inputs",
        '  --engine is "embeded"; allowed: one of pulumi, embedded (did you mean embedded?)',
        '  --parallel is "99"; allowed: a whole number from 1 to 32',
        '  --state is ""; allowed: a value that is not empty',
        '  --only is ""; allowed: a value that is not empty',
        "  --env is missing; allowed: environment of the platform, such as dev\n",
      ].join("\n"),
    });
    const unknown = await told("up --engine embeded --evn dev");
    expect(unknown.stderr).toContain("causeway: unknown option '--evn'\n(Did you mean --env?)\n");
    expect(unknown.stderr).toContain('--engine is "embeded"');
    expect(unknown.stderr).toContain("(causeway up --help lists its options)");
    expect((await told("events replay --env dev")).stderr.match(/^ {2}--[a-z]+ is missing/gm)).toEqual([
      "  --from is missing",
      "  --to is missing",
      "  --rules is missing",
    ]);
  });

  it("names the environments where none is given", async () => {
    for (const command of ["up", "graph", "outputs"]) {
      const { code, stderr } = await told(command);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr:
          "causeway: platform causeway: 1 invalid input\n  --env is missing; allowed: one of dev, staging, prod\n",
      });
    }
  });

  it("says how several names are divided", async () => {
    const { stderr } = await told("graph --env dev --only foundation,identity");
    expect(stderr).toContain("(did you mean foundation identity?)");
  });

  it.each([
    ["plan", "preview"],
    ["apply", "up"],
    ["deploy", "up"],
    ["down", "destroy"],
    ["version", "--version"],
  ])("takes %s of another tool for %s", async (given, meant) => {
    const { code, stderr } = await told(given);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `causeway: unknown command '${given}'\n(Did you mean ${meant}?)\n(causeway --help lists the commands)\n`,
    });
  });

  it.each([
    ["graph --env dev --mermaid --json", "'--mermaid' cannot be used with option '--json'"],
    ["graph --env dev --mermaid --durations", "'--mermaid' cannot be used with option '--durations'"],
    ["audit --file a.json --only eks", "'--file <path...>' cannot be used with option '--only <stack...>'"],
    [
      "audit --env dev --config causeway:org=a",
      "'--config <key=value...>' cannot be used with option '--env",
    ],
    ["events match --pattern p.json --env dev", "'--pattern <file>' cannot be used with option '--env"],
  ])("is two options of which one would count for nothing: %s", async (args, message) => {
    const { code, stderr } = await told(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("a file that an option names", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "causeway-given-"));
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("may begin with a byte order mark", async () => {
    const event = file("bom.json", '\uFEFF{"source":"a","detail-type":"b","detail":{}}');
    const pattern = file("pattern.json", '\uFEFF{"source":["a"]}');
    expect(await told(`events match ${event} --pattern ${pattern}`)).toMatchObject({
      code: 0,
      stdout: "matches\n",
    });
  });

  it("is text in UTF-8, or is refused with every other", async () => {
    const binary = file("binary.json", Buffer.from([0xff, 0xfe, 0x7b, 0]));
    const audited = await told(`audit --file ${folder}/none ${binary}`);
    expect(audited.code).toBe(2);
    expect(audited.stderr).toContain("2 invalid inputs");
    expect(audited.stderr).toContain("a file that can be read (no such file or folder)");
    expect(audited.stderr).toContain(`--file is ${JSON.stringify(binary)}; allowed: a file of text in UTF-8`);
    const probed = await told(`probe api --env dev --connect nowhere --ca ${folder}/none --cert ${binary}`);
    expect(probed.stderr.match(/^ {2}--[a-z]+ /gm)).toEqual([
      "  --ca ",
      "  --cert ",
      "  --connect ",
      "  --key ",
    ]);
  });
});

describe("causeway diff refuses before anything is built", () => {
  it("files that can not be written or say no format, all of them", async () => {
    const { code, stderr } = await told(`diff --out ${os.tmpdir()} ${__filename}/below.md report.pdf`);
    expect(code).toBe(2);
    expect(stderr).toContain("3 invalid inputs");
    expect(stderr).toContain(`--out is ${JSON.stringify(os.tmpdir())}; allowed: a file that can be written`);
    expect(stderr).toContain(`below.md"; allowed: a file that can be written`);
    expect(stderr).toContain('--out is "report.pdf"; allowed: a file that ends with');
  });

  it.each(["2026-11-25T12:00:00", "yesterday", "2026-13-01"])(
    "the time %s, which is another one elsewhere or none",
    async (now) => {
      const { code, stderr } = await told(`diff --now ${now} --out ${os.tmpdir()}`);
      expect(code).toBe(2);
      expect(stderr).toContain(`--now is "${now}"; allowed: a day, or a time with its zone`);
    },
  );
});
