/** Sorts what ended a stack's operation into a failure that its reader can act on. The one place that reads messages. */
import type { PolicyFinding } from "./report";
import { CommandError, ConcurrentUpdateError, StackNotFoundError } from "@pulumi/pulumi/automation";
import { EventFold, plain } from "./events";
import { whenGone } from "./locks";
import { protectionText } from "./protected";
import { shortUrn } from "./urn";
import { DeployError, failureOf, type Failure, type FailureKind } from "./failure";
import { missingPackageText } from "./packages";
import { isFrame, ownPlace } from "./stack-frames";

/** How to give the CLI a backend. */
export const LOGIN = "pulumi login, or pulumi login s3://<bucket> (file://<folder> for a first try)";

/** One screen. */
const MOST_LINES = 24;

/** Text of an `InputError` that a program threw, as the engine passes it on. */
const INVALID_INPUT = /: \d+ invalid inputs?$/m;
const NO_PASSPHRASE = /passphrase must be set|unable to find either `PULUMI_CONFIG_PASSPHRASE/i;
const WRONG_PASSPHRASE = /incorrect passphrase/i;
/** As the CLI says it of a project's keys without a value or a default. */
const NO_SETTINGS = /Stack '([^']+)' is missing configuration values? ((?:'[^']+'(?:, | and )?)+)/;
/** As the SDK says it of a setting that a program requires. */
const NO_SETTING = /Missing required configuration variable '/;
/** A process that SIGKILL has ended. */
const KILLED = /Program exited with non-zero exit code: 137$/m;
/** As AWS's SDK for Go says it, in the CLI and in providers; OCI's. */
const NO_CREDENTIALS = /failed to refresh cached credentials|did not find a proper configuration for/;
const NO_BACKEND = /PULUMI_ACCESS_TOKEN must be set|unable to open bucket/;
const NO_PLUGIN =
  /no (resource|analyzer) plugin 'pulumi-\w+-([\w-]+)' found in the workspace at version (v[\w.+-]+)/;
const DAMAGED = /failed to load checkpoint|could not deserialize|unmarshal|snapshot integrity/i;

/** A file of the embedded engine that something in a program's way could not be read from, as the engine says it. */
const DAMAGED_HERE = /the state file .+ can not be used: |The simulated world is damaged: /;

const SET_PASSPHRASE =
  "Set PULUMI_CONFIG_PASSPHRASE_FILE to a file with the passphrase, readable by you alone, or PULUMI_CONFIG_PASSPHRASE.";
const OTHER_PASSPHRASE =
  "The secrets of this stack were encrypted with another passphrase. Give that one; the state is untouched.";
const REHEARSED_SETTINGS =
  "On simulated clouds settings come from rehearsalConfig of definePlatform and Pulumi.<stack>.yaml of the project.";
const OUT_OF_MEMORY =
  "Something killed the program's process; where memory ran out, that is the system: try --parallel 1.";
const GIVE_CREDENTIALS =
  "No credentials of the cloud were found; causeway has none of its own. The clouds' tools give them: aws sso login, " +
  "oci session authenticate (docs/first-real-stack.md).";
const RESTORE =
  "The state can not be read and was left as it is. Restore it from the backend's own copy (a file backend keeps .bak and " +
  "backups/ beside it), or from pulumi stack export, before the next run.";

/** What a run knows of itself that its errors do not say. */
interface FailedRun {
  readonly interrupted: boolean;
  readonly unprotect?: Readonly<Record<string, string>>;
}

/**
 * @param error what the Automation API threw.
 * @param fold the events of the operation so far.
 * @param known what the engine itself says of the error.
 * @param run whether it was asked to stop before the operation ended, and how its protected resources are let go.
 */
export function stackFailure(
  error: unknown,
  known: Failure | undefined,
  fold: EventFold,
  { interrupted, unprotect = {} }: FailedRun,
): Failure {
  if (!(error instanceof CommandError)) return failureOf(error);
  const stderr = known?.message ?? stderrOf(error);
  const reported = reportedText(fold, unprotect);
  const text = reported === "" ? stderr : reported;
  const everything = `${reported}\n${stderr}`;
  const said = (kind: FailureKind, message = text): Failure => ({ kind, message: screen(message) });

  if (error instanceof ConcurrentUpdateError) return said("locked", lockedText(stderr, known !== undefined));
  if (error instanceof StackNotFoundError) return said("input", stderr);
  const refused = fold.findings.filter(({ level }) => level === "mandatory");
  if (refused.length > 0) return said("policy", refused.map(toldOf).join("\n"));
  if (interrupted) return said("interrupted", "stopped on request; what was done is in the state");
  if (NO_PASSPHRASE.test(everything)) return said("input", `${text}\n${SET_PASSPHRASE}`);
  if (WRONG_PASSPHRASE.test(everything)) return said("input", `${text}\n${OTHER_PASSPHRASE}`);
  if (known === undefined && DAMAGED.test(stderr)) return said("damaged", `${stderr}\n${RESTORE}`);
  if (known?.kind === "failed" && DAMAGED_HERE.test(everything)) return said("damaged");
  const unset = NO_SETTINGS.exec(everything);
  if (unset !== null) return said("input", `${text}\n${settingText(unset[1] ?? "", unset[2] ?? "")}`);
  if (NO_SETTING.test(everything))
    return said("input", known === undefined ? text : `${text}\n${REHEARSED_SETTINGS}`);
  if (KILLED.test(everything)) return said("failed", `${text}\n${OUT_OF_MEMORY}`);
  if (NO_BACKEND.test(stderr)) return said("input", `${stderr}\nLog in: ${LOGIN}`);
  if (NO_CREDENTIALS.test(everything)) return said("input", `${text}\n${GIVE_CREDENTIALS}`);
  const plugin = NO_PLUGIN.exec(everything);
  if (plugin !== null) {
    const [, kind, name, version] = plugin;
    const way = `pulumi plugin install ${kind} ${name} ${version}`;
    return said(
      "missing-tool",
      `${text}\nInstall it: ${way}; causeway doctor names every one that is missing.`,
    );
  }
  const missing = missingPackageText(everything);
  if (missing !== undefined) return said("missing-tool", missing);
  if (INVALID_INPUT.test(everything)) return said("input");
  return said(known?.kind ?? "failed");
}

const toldOf = ({ rule, message, line }: PolicyFinding): string =>
  `${rule}${line === undefined ? "" : `, ${line}`}: ${message}`;

/** How to give a stack what its project's keys lack. */
function settingText(stack: string, keys: string): string {
  const commands = [...keys.matchAll(/'([^']+)'/g)].map(
    ([, key = ""]) => `  pulumi config set ${key} VALUE --stack ${stack}`,
  );
  return ["Set them, or give them a default for all stacks in Pulumi.yaml:", ...commands].join("\n");
}

/** What to throw for an error that came from an engine's command and is about no run of a stack. */
export function deployError(error: unknown, known: Failure | undefined, where: string): DeployError {
  const { kind, message } = stackFailure(error, known, new EventFold(where), { interrupted: false });
  return new DeployError(kind, `${where}: ${message}`, { cause: error });
}

/** The SDK keeps the output of a command in its message alone. */
export function stderrOf(error: CommandError): string {
  const [, stderr = error.message] = /\n stderr: ([\s\S]*?)\n err\?: /.exec(error.message) ?? [];
  return plain(stderr)
    .trim()
    .replace(/^error: /, "");
}

/** The errors that the engine reported, each once, with the resource that it is about. */
function reportedText(fold: EventFold, unprotect: Readonly<Record<string, string>>): string {
  const told = fold.errors.map(({ message, urn }) => {
    const kept = protectionText(message, fold, unprotect);
    if (kept !== undefined) return kept;
    const resource = urn === "" || urn.includes("::pulumi:pulumi:Stack::") ? "" : shortUrn(urn);
    const text = message
      .replace(/^error: /, "")
      .replace(
        /^Running program '.*' failed with an unhandled exception:\n(<ref \*1> )?/,
        "the program failed: ",
      );
    return resource === "" ? text : `${resource}: ${text}`;
  });
  const single = [...new Set(told)].filter((text) => !/^(update|preview|destroy) failed$/.test(text));
  return single.join("\n");
}

/** @param takesOver whether the engine takes the lock of a dead process over by itself. */
function lockedText(stderr: string, takesOver: boolean): string {
  const text = stderr.replace(/^error: /, "");
  return `${text}\nWait for the other run to end. ${whenGone(takesOver)}`;
}

/** Without the frames of a stack trace, but for the place in the user's own code; CAUSEWAY_DEBUG=1 leaves everything in. */
function screen(text: string): string {
  if (process.env["CAUSEWAY_DEBUG"]) return text;
  const trimmed = text.split("\n").map((line) => line.trimEnd());
  const place = ownPlace(trimmed);
  const lines = trimmed.filter((line) => !isFrame(line));
  const shown =
    lines.length <= MOST_LINES
      ? lines
      : [...lines.slice(0, MOST_LINES), `... and ${lines.length - MOST_LINES} lines more`];
  return [...shown, ...(place === undefined ? [] : [`thrown at ${place}`])].join("\n");
}
