import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../automation/cli/commands";
import { QUERY_ROLES } from "../../components/oke";
import { GROUPS } from "../../components/oci-platform";
import { RULES } from "../../policy/rules";
import { platform } from "../../stacks/reference";
import { KUBECTL, KUBECTL_GLOBAL, OCI, OCI_GLOBAL, SYSTEM } from "./foreign-commands";

const folder = path.resolve(__dirname, "../../docs/runbooks");
const files = readdirSync(folder).filter((name) => name !== "README.md");
const textOf = (name: string) => readFileSync(path.join(folder, name), "utf8");

/** Lines of the blocks that a shell is given. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)].flatMap(([, , block = ""]) =>
    block
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  );
}

/** Words of a command, with what is in quotes as one. */
const wordsOf = (command: string) => command.match(/"[^"]*"|\S+/g) ?? [];
const optionsIn = (words: readonly string[]) =>
  words.filter((word) => word.startsWith("--")).map((word) => word.slice(2).replace(/=.*/, ""));

/** The longest name of a table that a command begins with, and the options of it that the table does not have. */
function strange(
  words: readonly string[],
  table: Readonly<Record<string, readonly string[]>>,
  always: readonly string[],
): string[] {
  // A tool's own options may stand before the name of the command.
  const plain = words.filter((word, i) => !word.startsWith("--") && !(words[i - 1] ?? "").startsWith("--"));
  const name = Object.keys(table)
    .filter((key) => plain.join(" ").startsWith(key))
    .sort((a, b) => b.length - a.length)[0];
  if (name === undefined) return [`no such command: ${words.join(" ")}`];
  const known = [...(table[name] ?? []), ...always];
  return optionsIn(words)
    .filter((option) => !known.includes(option))
    .map((option) => `${name} has no --${option}`);
}

function faultOf(command: string): string[] {
  const [program = "", ...words] = wordsOf(command);
  if (SYSTEM.includes(program)) return [];
  if (program === "oci") return strange(words, OCI, OCI_GLOBAL);
  if (program === "kubectl") return strange(words, KUBECTL, KUBECTL_GLOBAL);
  if (program !== "causeway") return [`nobody knows the program ${program}`];
  const own = COMMANDS.map(
    ({ name, options = [] }) =>
      [name, options.map(({ flags }) => /--([a-z-]+)/.exec(flags)?.[1] ?? "")] as const,
  );
  return strange(words, Object.fromEntries(own), []);
}

const all = files.flatMap((name) => commandsOf(textOf(name)));

test("OK-60 there is a runbook for each matter, and the list has them all", () => {
  expect(files.sort()).toEqual([
    "certificate-emergency-rotation.md",
    "cluster-upgrade.md",
    "node-cycling.md",
    "operator-access.md",
    "policy-block-diagnosis.md",
    "runner-set-up.md",
  ]);
  for (const name of files) expect(textOf("README.md")).toContain(`](${name})`);
});

describe.each(files)("OK-60 %s", (name) => {
  test("gives commands that there are, with options that they take", () => {
    const commands = commandsOf(textOf(name));
    expect(commands.length).toBeGreaterThan(1);
    expect(commands.flatMap(faultOf)).toEqual([]);
  });

  test("names stacks, groups, rules, searches and pages that there are", () => {
    const text = textOf(name);
    const stacks = [...text.matchAll(/--only ((?:[a-z-]+ ?)+?)(?= --|\n|`)/g)].flatMap(([, list = ""]) =>
      list.trim().split(" "),
    );
    expect(stacks.filter((stack) => platform.stacks.every((one) => one.name !== stack))).toEqual([]);
    const quoted = [...text.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, word = ""]) => word);
    const known = [...GROUPS, ...QUERY_ROLES, ...RULES.map(({ id }) => id)] as readonly string[];
    expect(quoted.filter((word) => !known.includes(word))).toEqual([]);
    for (const [, page = ""] of text.matchAll(/\]\(([^)#]+)/g))
      expect(existsSync(path.join(folder, page)), page).toBe(true);
  });
});

test("OK-60 the check of commands is one that can fail", () => {
  expect(all.length).toBeGreaterThan(30);
  expect(faultOf("causeway up --env prod --force")).toEqual(["up has no --force"]);
  expect(faultOf("causeway fly")).toEqual(["no such command: fly"]);
  expect(faultOf("oci bastion session get --id x --region r")).toEqual(["bastion session get has no --id"]);
  expect(faultOf("kubectl --kubeconfig f drain n --fast")).toEqual(["drain has no --fast"]);
  expect(faultOf("rm -rf x")).toEqual(["nobody knows the program rm"]);
});
