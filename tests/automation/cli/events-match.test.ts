import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { causeway, embedded, root, temporaryFolder } from "./causeway";

const platform = path.join(root, "tests/fixtures/event-rules/platform.js");

/** Runs `causeway events match` with this on its standard input. */
function piped(input: string, ...args: string[]): Promise<{ code: number | null; lines: string[] }> {
  const main = path.join(root, "dist/automation/cli/main.js");
  const child = spawn(process.execPath, [main, "events", "match", ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      resolve({ code, lines: output.trimEnd().split("\n") });
    });
  });
}

function fileWith(text: string): string {
  const file = path.join(temporaryFolder(), "given.json");
  writeFileSync(file, text);
  return file;
}

const order = (total: string) =>
  `{"source":"com.acme.orders","detail-type":"Order Created","detail":{"totalAmount":${total}}}`;

describe("causeway events match --json", () => {
  it("answers each line with one line, from the text as it is spelled", async () => {
    const { code, lines } = await piped(
      [
        '{"pattern":{"a":[1]},"event":{"a":1.0}}',
        '{"event":{"a":9007199254740993},"pattern":{"a":[9007199254740992]}}',
        ' { "pattern" : {"a":[9007199254740993]} , "event" : {"a":9007199254740993} } ',
        '{"pattern":{"a":[1],"a":[2]},"event":{"a":1}}',
        '{"pattern":{"a":[1],"b":[2]},"event":{"a":2,"b":2,"a":1}}',
        '{"pattern":"{\\"a\\":[1]} and more","event":"{\\"a\\":1}"}',
        '{"pattern":{"a":["}"]},"event":{"a":"}"}}',
      ].join("\n"),
      "--json",
    );
    expect(code).toBe(0);
    expect(lines.map((line) => (JSON.parse(line) as { match: boolean }).match)).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it.each([
    ["no JSON", "x", /line 1, column 1/],
    ["a pattern that EventBridge refuses", '{"pattern":{"a":1},"event":{}}', /pattern\.a: a list/],
    ["a malformed pattern", '{"pattern":{"a":[01]},"event":{}}', /column 19: a comma or \]/],
    ["a malformed pattern as text", '{"pattern":"{\\"a\\":[1","event":{}}', /pattern: line 1, column 8/],
    ["a malformed event as text", '{"pattern":{"a":[1]},"event":"{"}', /line 1, column 2/],
    ["an event that is no object", '{"pattern":{"a":[1]},"event":[1]}', /an event must be a JSON object/],
    ["no pattern", '{"event":{}}', /one "pattern" is expected/],
    ["two events", '{"pattern":{"a":[1]},"event":{},"event":{}}', /one "event" is expected/],
    ["more behind the line", '{"pattern":{"a":[1]},"event":{}} x', /nothing more is expected/],
    ["an empty line", "", /the text ends too early/],
  ])("answers %s with an error, and goes on", async (_title, line, message) => {
    const { code, lines } = await piped(`${line}\n{"pattern":{"a":[1]},"event":{"a":1}}\n`, "--json");
    expect(code).toBe(0);
    expect((JSON.parse(lines[0] ?? "") as { error: string }).error).toMatch(message);
    expect(lines.slice(1)).toEqual(['{"match":true}']);
  });
});

describe("causeway events match --pattern", () => {
  it("says that an event matches, or which field fails, what it is and what was wanted", async () => {
    const pattern = fileWith(
      '{"source":["com.acme.orders"],"detail":{"totalAmount":[{"numeric":[">=",1000]}]}}',
    );
    const match = (total: string) =>
      causeway(["events", "match", fileWith(order(total)), "--pattern", pattern]);
    expect(await match("1000")).toEqual({ code: 0, stdout: "matches\n", stderr: "" });
    expect((await match("999.99")).stdout).toBe(
      "does not match: detail.totalAmount is 999.99; wanted: a number >= 1000\n",
    );
    const { lines } = await piped(order("1e3"), "--pattern", pattern, "--json");
    expect(JSON.parse(lines.join(""))).toEqual({ schema: "causeway.events-match/1", match: true });
  });

  it("refuses a wrong pattern with every fault, a wrong event, and a file that is not there", async () => {
    const event = fileWith(order("1"));
    const wrong = await causeway(["events", "match", event, "--pattern", fileWith('{"a":1,"b":[]}')]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("pattern.a is 1; allowed: a list of one or more values");
    expect(wrong.stderr).toContain("pattern.b is []; allowed: a list of one or more values");
    const broken = await causeway(["events", "match", fileWith("{"), "--pattern", fileWith('{"a":[1]}')]);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain("event is refused; allowed: line 1, column 2");
    const nowhere = await causeway(["events", "match", event, "--pattern", "/nowhere"]);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain(
      '--pattern is "/nowhere"; allowed: a file that can be read (no such file or folder)',
    );
  });

  it("asks for an environment, a pattern or lines", async () => {
    const { code, stderr } = await causeway(["events", "match", fileWith(order("1"))]);
    expect(code).toBe(2);
    expect(stderr).toContain("--env is missing; allowed: an environment, or --pattern");
  });
});

describe("causeway events match --env", { timeout: 180_000 }, () => {
  it("says which deployed rules match an event, and of each other one why not", async () => {
    const state = temporaryFolder();
    const up = await causeway(embedded("up", platform, state));
    expect(up.stderr).toBe("");
    const event = fileWith(order("999.99"));
    const on = ["--env", "dev", "--engine", "embedded", "--platform", platform, "--state", state];
    const told = await causeway(["events", "match", event, ...on, "--only", "bus"]);
    expect(told.stderr).toBe("");
    const [first, ...lines] = told.stdout.trimEnd().split("\n");
    expect(first).toMatch(/^SIMULATED/);
    expect(lines.pop()).toMatch(/^SIMULATED/);
    expect(lines).toEqual([
      "bus  orders on shop matches",
      "bus  large-orders on shop does not match: detail.totalAmount is 999.99; wanted: a number >= 1000",
      'bus  returns on shop (disabled) does not match: source is "com.acme.orders"; wanted: "com.acme.returns"',
      "1 of 3 rules match.",
    ]);
    const json = await causeway(["events", "match", event, ...on, "--json"]);
    const { rules } = JSON.parse(json.stdout) as {
      rules: { name: string; enabled: boolean; match: boolean }[];
    };
    expect(rules.map(({ name, enabled, match }) => [name, enabled, match])).toEqual([
      ["orders", true, true],
      ["large-orders", true, false],
      ["returns", false, false],
    ]);
  });
});
