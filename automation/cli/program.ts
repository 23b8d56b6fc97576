import { Argument, Command as Commander, Option } from "commander";
import { InputError } from "../../components/core/errors";
import type { Command, CommandOption, Terminal } from "./command";
import { COMMANDS, GROUPS } from "./commands";
import { tellFailure } from "./failure-text";
import { OPTION } from "./options";

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
    });
  for (const command of COMMANDS) {
    const parent = groupOf(command, program);
    parent.addCommand(subcommand(command, terminal, done).copyInheritedSettings(program));
  }
  return program;
}

/** What a command of two words belongs to: the command of the first word, or a group made for it; else the program. */
function groupOf({ name }: Command, program: Commander): Commander {
  const [group = "", second] = name.split(" ");
  if (second === undefined) return program;
  const known = program.commands.find((one) => one.name() === group);
  if (known !== undefined) return known;
  const made = new Commander(group).description(GROUPS[group] ?? "").copyInheritedSettings(program);
  program.addCommand(made);
  return made;
}

function subcommand(command: Command, terminal: Terminal, done: (code: number) => void): Commander {
  const built = new Commander(command.name.split(" ").at(-1))
    .summary(command.summary)
    .description(descriptionOf(command));
  const { argument } = command;
  if (argument !== undefined) {
    const taken = new Argument(`[${argument.name}]`, argument.description);
    if (argument.choices !== undefined) taken.choices(argument.choices);
    if (argument.default !== undefined) taken.default(argument.default);
    built.addArgument(taken);
  }
  for (const option of [...command.options, OPTION.debug]) built.addOption(optionOf(option));
  return built.action(async (...received: unknown[]) => {
    const options = built.opts();
    const [given] = received;
    const taken = argument !== undefined && typeof given === "string" ? { argument: given } : {};
    done(await command.run({ options, ...taken }, terminal));
  });
}

function descriptionOf(command: Command): string {
  const examples = command.examples.map((example) => `  ${example}`).join("\n");
  return `${command.summary}${command.details === undefined ? "" : `\n\n${command.details}`}\n\nExamples:\n${examples}`;
}

function optionOf({
  flags,
  description,
  choices,
  default: fallback,
  mandatory,
  parse,
}: CommandOption): Option {
  const option = new Option(flags, description);
  if (choices !== undefined) option.choices(choices);
  if (fallback !== undefined) option.default(fallback);
  if (parse !== undefined) option.argParser(parse);
  takenOnce(option);
  return option.makeOptionMandatory(mandatory === true);
}

/** The last of two values would count, unseen: `--env dev ... --env prod`. */
function takenOnce(option: Option): void {
  if (option.variadic || !(option.required || option.optional)) return;
  const parse = option.parseArg;
  let first: string | undefined;
  option.argParser((text: string, previous: unknown) => {
    if (first !== undefined && first !== text) {
      throw new InputError("options", [
        {
          path: option.long ?? option.flags,
          given: text,
          allowed: `one value; it is ${JSON.stringify(first)} already`,
        },
      ]);
    }
    first = text;
    return parse === undefined ? text : parse(text, previous);
  });
}
