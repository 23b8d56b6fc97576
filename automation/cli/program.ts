import { Argument, Command as Commander, Option } from "commander";
import { InputError } from "../../components/core/errors";
import { faultsText, type Fault } from "../../lib/fault";
import { allowedNames } from "../../lib/suggest";
import type { Command, CommandOption, Terminal } from "./command";
import { COMMANDS, GROUPS } from "./commands";
import { tellFailure } from "./failure-text";
import { OPTION } from "./options";

/** What other tools of the field call what a command here does. */
const CALLED_ELSEWHERE: Readonly<Record<string, string>> = {
  plan: "preview",
  synth: "preview",
  validate: "preview",
  apply: "up",
  deploy: "up",
  update: "up",
  down: "destroy",
  refresh: "drift",
  version: "--version",
};

/** Runs `causeway` with these arguments; the answer is the exit code. */
export async function runCli(args: readonly string[], version: string, terminal: Terminal): Promise<number> {
  // What runs deeper, the engine and the programs, sees it too.
  if (args.includes("--debug")) terminal.env["CAUSEWAY_DEBUG"] = "1";
  let code = 0;
  const program = commandTree(version, terminal, (result) => (code = result));
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return tellFailure(error, terminal, args.includes("--json"));
  }
}

/** Builds commander's tree from the data. */
export function commandTree(version: string, terminal: Terminal, done: (code: number) => void): Commander {
  // Of the one command that is parsed: what is wrong with its options.
  const faults: Fault[] = [];
  const program = new Commander("causeway")
    .description("One platform across AWS and Oracle Cloud: deploy it, preview it, rehearse it.")
    .version(version)
    .exitOverride()
    // An option behind the second word is the second command's, also where the first is a command itself.
    .enablePositionalOptions()
    .showHelpAfterError("(causeway --help lists the commands)")
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      outputError: (text, write) => {
        write(usageText(text, faults));
      },
    });
  for (const command of COMMANDS) {
    const parent = groupOf(command, program);
    parent.addCommand(subcommand(command, terminal, faults, done, program));
  }
  return program;
}

/** What commander says of an option or command that there is not, and what is wrong beside it. */
function usageText(text: string, faults: readonly Fault[]): string {
  const [, unknown = ""] = /^error: unknown command '(.+?)'/.exec(text) ?? [];
  const here = Object.hasOwn(CALLED_ELSEWHERE, unknown) ? CALLED_ELSEWHERE[unknown] : undefined;
  // Commander goes by letters, and takes deploy for destroy.
  const told = here === undefined ? text : `error: unknown command '${unknown}'\n(Did you mean ${here}?)\n`;
  const loose = text.startsWith("error: too many arguments")
    ? "(An environment is given with --env, stacks with --only: causeway up --env dev --only eks)\n"
    : "";
  const others = faults.length === 0 ? "" : `${faultsText("options", faults)}\n`;
  return `${told.replace(/^error: /, "causeway: ")}${loose}${others}`;
}

/** What a command of two words belongs to: the command of the first word, or a group made for it; else the program. */
function groupOf({ name }: Command, program: Commander): Commander {
  const [group = "", second] = name.split(" ");
  if (second === undefined) return program;
  const known = program.commands.find((one) => one.name() === group);
  if (known !== undefined) return known;
  const made = new Commander(group).description(GROUPS[group] ?? "").copyInheritedSettings(program);
  made.showHelpAfterError(`(causeway ${group} --help lists its commands)`);
  program.addCommand(made);
  return made;
}

function subcommand(
  command: Command,
  terminal: Terminal,
  faults: Fault[],
  done: (code: number) => void,
  program: Commander,
): Commander {
  const built = new Commander(command.name.split(" ").at(-1))
    .summary(command.summary)
    .description(descriptionOf(command))
    .copyInheritedSettings(program)
    .showHelpAfterError(`(causeway ${command.name} --help lists its options)`);
  const { argument } = command;
  if (argument !== undefined) {
    const taken = new Argument(`[${argument.name}]`, argument.description);
    if (argument.choices !== undefined) taken.choices(argument.choices);
    if (argument.default !== undefined) taken.default(argument.default);
    built.addArgument(taken);
  }
  for (const option of [...command.options, OPTION.debug]) built.addOption(optionOf(option, faults));
  built.hook("preAction", () => {
    refuseFaults(command, built.opts(), faults);
  });
  return built.action(async (...received: unknown[]) => {
    const options = built.opts();
    const [given] = received;
    const taken = argument !== undefined && typeof given === "string" ? { argument: given } : {};
    done(await command.run({ options, ...taken }, terminal));
  });
}

function descriptionOf(command: Command): string {
  const examples = command.examples.map((example) => `  ${example}`).join("\n");
  // Commander breaks lines where the terminal ends.
  const details = command.details === undefined ? "" : `\n\n${command.details.replaceAll("\n", " ")}`;
  return `${command.summary}${details}\n\nExamples:\n${examples}`;
}

function optionOf(given: CommandOption, faults: Fault[]): Option {
  const { flags, description, choices, default: fallback, conflicts, mandatory } = given;
  const option = new Option(flags, mandatory === true ? `${description} (required)` : description);
  if (choices !== undefined) option.choices(choices);
  if (fallback !== undefined) option.default(fallback);
  if (conflicts !== undefined) option.conflicts([...conflicts]);
  if (option.required) option.argParser(valueReader(option, given, faults));
  return option;
}

/** Reads a value of an option. What is wrong with it is kept, so that all that is wrong is told at once. */
function valueReader(option: Option, { parse, choices }: CommandOption, faults: Fault[]) {
  const path = option.long ?? option.flags;
  let first: string | undefined;
  const faultIn = (text: string): Fault | undefined => {
    const refuse = (allowed: string): Fault => ({ path, given: text, allowed });
    // The last of two values would count, unseen: `--env dev ... --env prod`.
    if (!option.variadic && first !== undefined && first !== text)
      return refuse(`one value; it is ${JSON.stringify(first)} already`);
    first = text;
    if (choices?.includes(text) === false) return refuse(allowedNames(text, choices));
    // A variable that is not set, `--state "$FOLDER"`, is no wish for the default.
    return text === "" && parse === undefined ? refuse("a value that is not empty") : undefined;
  };
  return (text: string, previous: unknown): unknown => {
    const fault = faultIn(text);
    if (fault !== undefined) {
      faults.push(fault);
      return previous;
    }
    if (option.variadic) return Array.isArray(previous) ? [...(previous as string[]), text] : [text];
    try {
      return parse === undefined ? text : parse(text);
    } catch (error) {
      if (!InputError.is(error)) throw error;
      faults.push(...error.faults);
      return previous;
    }
  };
}

/**
 * @throws {InputError} with every option that has a wrong value or is missing. A missing `--env` alone is left to the platform,
 *   which knows what environments there are.
 */
function refuseFaults(
  { options }: Command,
  given: Readonly<Record<string, unknown>>,
  faults: readonly Fault[],
): void {
  const isGiven = ({ flags }: CommandOption) => given[new Option(flags).attributeName()] !== undefined;
  const missing = options.filter((option) => option.mandatory === true && !isGiven(option));
  const flagOf = ({ flags }: CommandOption) => flags.replace(/ .*/, "");
  if (faults.length === 0 && missing.every((option) => flagOf(option) === "--env")) return;
  const lacks = missing.map((option): Fault => ({
    path: flagOf(option),
    given: undefined,
    allowed: option.description,
  }));
  const wrong = faults.map(({ path }) => path);
  throw new InputError("options", [...faults, ...lacks.filter(({ path }) => !wrong.includes(path))]);
}
