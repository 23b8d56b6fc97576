import { resolve } from "node:path";
import type { Fault } from "../../../lib/fault";
import { InputError } from "../../../components/core/errors";
import { readAllPrices } from "../../diff/prices";
import { ENDINGS, FORMATS, formatOf, formatted, type Format } from "../../diff/format";
import { COMMENT_LIMIT, isArtifact } from "../../diff/format/markdown";
import { refuses } from "../../diff/format/view";
import type { DiffDocument } from "../../diff/model";
import { EXIT_CODES } from "../../deploy/failure";
import type { Command, Given } from "../command";
import { canBeFile, writeText } from "../given-file";
import { onInterrupt } from "../interrupt";
import { OPTION, listOf, parallelOf, valuesOf } from "../options";

/** What a comment's counts alone take, of a platform with long names. */
const LEAST_LIMIT = 8_000;

export const diff: Command = {
  name: "diff",
  summary: "Show what a code change does to every environment, before it is merged",
  details:
    "Builds both revisions in folders of their own, deploys the base to simulated clouds in memory, previews the head on top\n" +
    "of it and reports the difference: resources, risks, policy findings, cost. Needs no cloud, no credentials and no Pulumi\n" +
    "CLI. The code of both revisions runs in processes that see almost no environment variables and can read only their own\n" +
    "files; policy rules come from the causeway that runs. Stacks in which nothing differs are not run. Exit code 1 if a\n" +
    "stack of the head cannot be previewed, 3 if a mandatory rule is newly broken, otherwise 0, whatever changes.",
  options: [
    {
      flags: "--base <revision>",
      description: "revision to compare with, such as origin/main",
      default: "main",
    },
    {
      flags: "--head <revision>",
      description:
        "revision with the change; default: the tracked files of the working tree, with uncommitted changes",
    },
    { flags: "--env <name...>", description: "only these environments; default: all" },
    OPTION.platform,
    {
      flags: "--format <format>",
      description: "output format; default: by the extension of --out, else markdown",
      choices: FORMATS,
    },
    {
      flags: "--out <file...>",
      description:
        "files to write, each in the format of its extension (.md, .html, .json, .txt); default: standard output",
    },
    {
      flags: "--artifact <url>",
      description: "address of the full report, which the markdown comment links to",
      parse: address,
    },
    {
      flags: "--limit <bytes>",
      description: `maximum size of the markdown comment, ${LEAST_LIMIT} to ${COMMENT_LIMIT}; default: ${COMMENT_LIMIT}, GitHub's limit`,
      parse: limit,
    },
    {
      flags: "--now <time>",
      description:
        "time at which expiry and the age of prices are judged, ISO 8601; default: the commit time of the head",
      parse: time,
    },
    {
      flags: "--prices <file...>",
      description:
        "price files as causeway prices writes them (docs/diff.md); without them costs are unknown",
    },
    OPTION.parallel,
  ],
  examples: [
    "causeway diff --base main",
    "causeway diff --base origin/main --env prod --out comment.md report.html",
  ],
  async run(given, terminal) {
    const values = valuesOf(given);
    const { platform } = values;
    const option = (key: string) => (typeof given.options[key] === "string" ? given.options[key] : undefined);
    const outputs = outputsOf(given, terminal.cwd);
    const interrupts = onInterrupt(
      () => void terminal.stderr.write("Stopping: temporary files are removed.\n"),
      () => undefined,
    );
    const [head, now] = [option("head"), option("now")];
    const files = (listOf(given, "prices") ?? []).map((file) => resolve(terminal.cwd, file));
    const catalogue = files.length === 0 ? {} : { prices: readAllPrices(files) };
    try {
      const { diff: compareRevisions } = await import("../../diff/diff.js");
      const document = await compareRevisions({
        cwd: terminal.cwd,
        base: option("base") ?? "main",
        ...(head === undefined ? {} : { head }),
        ...(now === undefined ? {} : { now }),
        ...catalogue,
        ...(platform === undefined ? {} : { platform }),
        environments: listOf(given, "env") ?? [],
        parallel: parallelOf(values),
        signal: interrupts.signal,
        onStep: (line) => void terminal.stderr.write(`${line}\n`),
      });
      const artifact = option("artifact");
      const bytes = given.options["limit"];
      const comment = {
        ...(artifact === undefined ? {} : { artifact }),
        ...(typeof bytes === "number" ? { limit: bytes } : {}),
      };
      for (const { file, format } of outputs) {
        const text = formatted(document, format, comment);
        if (file === undefined) {
          terminal.stdout.write(text);
          continue;
        }
        writeText("--out", file, terminal.cwd, text);
      }
      return interrupts.signal.aborted ? EXIT_CODES.interrupted : exitCode(document);
    } finally {
      interrupts.dispose();
    }
  },
};

/** Without a zone a time would be another one on every machine. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/;

function time(text: string): string {
  const given = new Date(text);
  if (!Number.isNaN(given.valueOf()) && ISO_TIME.test(text)) return given.toISOString();
  const allowed = "a day, or a time with its zone, as ISO 8601 has it: 2026-11-25T12:00:00Z";
  throw new InputError("options", [{ path: "--now", given: text, allowed }]);
}

interface Output {
  /** Standard output when left out. */
  readonly file?: string;
  readonly format: Format;
}

/** What is written where, known before anything is built. */
function outputsOf(given: Given, cwd: string): readonly Output[] {
  const asked = FORMATS.find((one) => one === given.options["format"]);
  const files = listOf(given, "out") ?? [];
  if (files.length === 0) return [{ format: asked ?? "markdown" }];
  const faults = files.flatMap((given): Fault[] => {
    const path = "--out";
    if (!canBeFile(resolve(cwd, given))) return [{ path, given, allowed: "a file that can be written" }];
    if (asked !== undefined || formatOf(given) !== undefined) return [];
    const endings = Object.keys(ENDINGS).join(", ");
    return [{ path, given, allowed: `a file that ends with ${endings} or has no ending, or --format` }];
  });
  if (faults.length > 0) throw new InputError("options", faults);
  return files.map((file) => ({
    file: resolve(cwd, file),
    format: asked ?? formatOf(file) ?? "markdown",
  }));
}

function limit(text: string): number {
  const bytes = Number(text);
  if (/^\d+$/.test(text) && bytes >= LEAST_LIMIT && bytes <= COMMENT_LIMIT) return bytes;
  const allowed = `a whole number of bytes, ${LEAST_LIMIT} to ${COMMENT_LIMIT}`;
  throw new InputError("options", [{ path: "--limit", given: text, allowed }]);
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
  const refused = environments.some(({ findings }) => findings.some(refuses));
  return refused ? EXIT_CODES.policy : 0;
}
