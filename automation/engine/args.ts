/** Reads the arguments that the Automation API passes to the CLI. What the engine does not implement it refuses by name. */
import { unsupported, usage } from "./errors";

export interface Flags {
  readonly positional: readonly string[];
  has(name: string): boolean;
  /** The last value given. */
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  number(name: string): number | undefined;
  /** Flags with their values in the order given, for commands where it matters. */
  readonly ordered: readonly (readonly [name: string, value: string])[];
}

/** A switch is a flag that is on by itself, and off with `=false`. */
export type FlagKind = "flag" | "value" | "switch";

/** Taken everywhere, and without effect here: they steer a terminal, a log or a plugin that the engine does not have. */
const GLOBAL: Readonly<Record<string, FlagKind>> = {
  "--non-interactive": "flag",
  "--color": "value",
  "--emoji": "flag",
  "--logflow": "flag",
  "--logtostderr": "flag",
  "--verbose": "value",
  "--debug": "flag",
  "--disable-integrity-checking": "flag",
  "--fully-qualify-stack-names": "flag",
  "--stack": "value",
  "--cwd": "value",
};

const SHORT: Readonly<Record<string, string>> = {
  "-s": "--stack",
  "-y": "--yes",
  "-j": "--json",
  "-f": "--yes",
  "-m": "--message",
  "-t": "--target",
  "-x": "--exclude",
  "-p": "--parallel",
  "-v": "--verbose",
  "-C": "--cwd",
};

/** What to do instead of an option that is not implemented. */
const INSTEAD: Readonly<Record<string, string>> = {
  "--plan": "run without a plan",
  "--save-plan": "run preview without one",
  "--client": "inline programs are not run; give LocalWorkspace the folder of a program",
  "--exclude-dependents": "name each of them with --exclude",
  "--exclude-protected": "name what is to stay with --exclude",
  "--continue-on-error": "only up and destroy take it",
  "--remote": "it runs on this machine only",
  "--run-program": "refresh and destroy work on the state alone",
  "--attach-debugger": "start node with --inspect through runtime.options.nodeargs",
  "--import-file": "import with the `import` resource option",
  "--tracing": "there are no traces",
};

export function parseFlags(
  command: string,
  args: readonly string[],
  known: Readonly<Record<string, FlagKind>>,
): Flags {
  const kinds: Readonly<Record<string, FlagKind>> = { ...GLOBAL, ...known };
  const positional: string[] = [];
  const ordered: [string, string][] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg === "--") {
      positional.push(...args.slice(index + 1));
      break;
    }
    if (!arg.startsWith("-") || arg === "-") {
      positional.push(arg);
      continue;
    }
    const equals = arg.startsWith("--") ? arg.indexOf("=") : -1;
    const given = equals < 0 ? arg : arg.slice(0, equals);
    const name = SHORT[given] ?? given;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      throw unsupported(`${name} of ${command}`, INSTEAD[name] ?? "leave it out, or use the Pulumi CLI");
    }
    if (kind === "switch") {
      ordered.push([name, equals < 0 ? "true" : arg.slice(equals + 1)]);
    } else if (kind === "flag") {
      const value = equals < 0 ? "true" : arg.slice(equals + 1);
      if (value !== "false") ordered.push([name, value]);
    } else if (equals >= 0) {
      ordered.push([name, arg.slice(equals + 1)]);
    } else {
      const value = args[++index];
      if (value === undefined) throw usage(`flag needs an argument: ${name} of ${command}`);
      ordered.push([name, value]);
    }
  }
  const list = (name: string): string[] =>
    ordered.filter(([given]) => given === name).map(([, value]) => value);
  return {
    positional,
    ordered,
    list,
    has: (name) => list(name).length > 0,
    text: (name) => list(name).at(-1),
    number: (name) => {
      const text = list(name).at(-1);
      if (text === undefined) return undefined;
      const value = Number(text);
      if (!Number.isInteger(value)) throw usage(`${name} of ${command} must be a whole number, not ${text}`);
      return value;
    },
  };
}
