import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { InputError } from "../../../components/core/errors";
import { diff as compareRevisions } from "../../diff/diff";
import { json } from "../../diff/format/json";
import { isArtifact, markdown } from "../../diff/format/markdown";
import { text } from "../../diff/format/text";
import type { DiffDocument } from "../../diff/model";
import { EXIT_CODES } from "../../deploy/failure";
import type { Command, Given } from "../command";
import { onInterrupt } from "../interrupt";
import { OPTION, valuesOf } from "../options";

/** Stacks of one environment at once; the environments run side by side as it is. */
const MOST_PARALLEL = 4;

export const diff: Command = {
  name: "diff",
  summary: "Show what a change does to every environment before anyone merges it",
  details:
    "Builds the base and the head in folders of their own, deploys the base on simulated clouds in memory, previews the head\n" +
    "on top and tells the difference: resources, risks, policy findings, cost. Needs no cloud, no credential and no Pulumi\n" +
    "CLI. Code of the revisions runs in processes that get no variable but PATH and the like and read no file but the\n" +
    "revision's; the rules are those of the causeway that runs. Stacks of which nothing differs are not run. Exit code 1\n" +
    "when a stack of the head can not be previewed, 3 when a mandatory rule is newly broken, 0 else, whatever changes.",
  options: [
    { flags: "--base <revision>", description: "what the change starts from", default: "main" },
    {
      flags: "--head <revision>",
      description: "the change; the tracked files as they lie in the clone when left out",
    },
    { flags: "--env <name...>", description: "these environments alone; all that there are when left out" },
    OPTION.platform,
    {
      flags: "--format <format>",
      description: "what is written",
      choices: ["markdown", "json", "text"],
      default: "markdown",
    },
    { flags: "--out <file>", description: "file to write to; standard output when left out" },
    {
      flags: "--artifact <url>",
      description: "where the whole report can be read: the comment links to it",
      parse: address,
    },
    {
      flags: "--now <time>",
      description:
        "what expiry and the age of prices are judged at, ISO 8601; the time of the head's commit when left out",
      parse: time,
    },
    OPTION.parallel,
  ],
  examples: ["causeway diff --base main", "causeway diff --base origin/main --env prod --out comment.md"],
  async run(given, terminal) {
    const { platform, parallel } = valuesOf(given);
    const option = (key: string) => (typeof given.options[key] === "string" ? given.options[key] : undefined);
    const interrupts = onInterrupt(
      () => void terminal.stderr.write("Stopping: what was written for the comparison is removed.\n"),
      () => undefined,
    );
    const [head, now] = [option("head"), option("now")];
    try {
      const document = await compareRevisions({
        cwd: terminal.cwd,
        base: option("base") ?? "main",
        ...(head === undefined ? {} : { head }),
        ...(now === undefined ? {} : { now }),
        ...(platform === undefined ? {} : { platform }),
        environments: environmentsOf(given),
        parallel: parallel ?? Math.min(MOST_PARALLEL, os.availableParallelism()),
        signal: interrupts.signal,
        onStep: (line) => void terminal.stderr.write(`${line}\n`),
      });
      const written = formatted(document, option("format"), option("artifact"));
      const out = option("out");
      if (out === undefined) {
        terminal.stdout.write(written);
      } else {
        const file = path.resolve(terminal.cwd, out);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, written);
      }
      return interrupts.signal.aborted ? EXIT_CODES.interrupted : exitCode(document);
    } finally {
      interrupts.dispose();
    }
  },
};

function environmentsOf({ options }: Given): readonly string[] {
  return Array.isArray(options["env"]) ? (options["env"] as readonly string[]) : [];
}

function time(text: string): string {
  const given = new Date(text);
  if (!Number.isNaN(given.valueOf()) && /^\d{4}-\d{2}-\d{2}/.test(text)) return given.toISOString();
  throw new InputError("options", [
    { path: "--now", given: text, allowed: "a time as ISO 8601 has it: 2026-11-25T12:00:00Z" },
  ]);
}

function formatted(document: DiffDocument, format: string | undefined, artifact: string | undefined): string {
  if (format === "json") return json(document);
  if (format === "text") return text(document);
  return markdown(document, artifact === undefined ? {} : { artifact });
}

/** An address that a comment may link to, told of before anything is built. */
function address(text: string): string {
  if (isArtifact(text)) return text;
  const allowed = "an http or https address of at most 1000 characters";
  throw new InputError("options", [{ path: "--artifact", given: text, allowed }]);
}

/** A stack that can not be previewed is graver than what a rule says of it. */
function exitCode({ environments }: DiffDocument): number {
  if (environments.some(({ status }) => status === "failed")) return EXIT_CODES.failed;
  const refused = environments.some(({ findings }) =>
    findings.some(({ level, change }) => level === "mandatory" && change === "new"),
  );
  return refused ? EXIT_CODES.policy : 0;
}
