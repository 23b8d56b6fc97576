import os from "node:os";
import { InputError } from "../../components/core/errors";
import type { CommandOption, Given } from "./command";

/**
 * Reads the number of an option.
 *
 * @param most no limit when left out.
 */
export function wholeNumber(flag: string, least: number, most = Infinity): (text: string) => number {
  return (text) => {
    const given = Number(text);
    if (/^\d+$/.test(text) && given >= least && given <= most) return given;
    const allowed = `a whole number from ${least}${most === Infinity ? "" : ` to ${most}`}`;
    throw new InputError("options", [{ path: flag, given: text, allowed }]);
  };
}

/** Options that mean the same in every command that has them. */
export const OPTION = {
  env: {
    flags: "--env <name>",
    description: "environment of the platform, such as dev",
    mandatory: true,
  },
  only: {
    flags: "--only <stack...>",
    description: "only these stacks, separated by spaces; default: all stacks of the environment",
  },
  platform: {
    flags: "--platform <path>",
    description: "JavaScript module that exports your platform; default: the reference platform",
  },
  engine: {
    flags: "--engine <engine>",
    description: "pulumi deploys to real clouds with the Pulumi CLI, embedded to simulated clouds",
    choices: ["pulumi", "embedded"],
    default: "pulumi",
  },
  scenario: {
    flags: "--scenario <file>",
    description:
      "file with faults to inject into the simulated clouds, YAML or JSON; needs --engine embedded",
  },
  json: {
    flags: "--json",
    description: "write one JSON document to standard output and progress to standard error",
  },
  state: {
    flags: "--state <dir>",
    description: "folder for causeway's own files; default: .causeway in the project's folder",
  },
  parallel: {
    flags: "--parallel <n>",
    description: "how many stacks run at the same time, 1 to 32; default: one per processor, at most 4",
    parse: wholeNumber("--parallel", 1, 32),
  },
  yes: {
    flags: "--yes",
    description:
      "skip the confirmation before a real cloud is changed; required without a terminal, as in CI",
  },
  resume: {
    flags: "--resume",
    description: "continue the last run of this environment: skip the stacks that finished in it",
  },
  policyPack: {
    flags: "--policy-pack <path...>",
    description: "CrossGuard policy packs to use instead of the platform's own",
  },
  expectNoChanges: {
    flags: "--expect-no-changes",
    description: "exit with code 5 if anything changes, or in a preview would change",
  },
  inside: {
    flags: "--inside",
    description: "this machine can reach the private Kubernetes APIs: connect to them during the preview",
  },
  debug: {
    flags: "--debug",
    description: "show stack traces; same as CAUSEWAY_DEBUG=1",
  },
} as const satisfies Record<string, CommandOption>;

export type EngineName = "pulumi" | "embedded";

/** What the user gave for {@link OPTION}s, typed. */
export interface OptionValues {
  readonly env: string;
  readonly only: readonly string[];
  readonly platform: string | undefined;
  readonly engine: EngineName;
  readonly scenario: string | undefined;
  readonly json: boolean;
  readonly state: string | undefined;
  readonly parallel: number | undefined;
  readonly yes: boolean;
  readonly resume: boolean;
  readonly policyPack: readonly string[] | undefined;
  readonly expectNoChanges: boolean;
  readonly inside: boolean;
}

/** More stacks at once than this bring no more, each being a process of its own. */
const MOST_PARALLEL = 4;

/** Stacks at once: as many as the user says, or as the machine's cores are for. */
export const parallelOf = ({ parallel }: OptionValues): number =>
  parallel ?? Math.min(MOST_PARALLEL, os.availableParallelism());

/** What was given for an option that takes several values; undefined when it was left out. */
export function listOf({ options }: Given, key: string): readonly string[] | undefined {
  return Array.isArray(options[key]) ? (options[key] as readonly string[]) : undefined;
}

/** Gives what commander collected its types; an option that the command does not have reads as left out. */
export function valuesOf(given: Given): OptionValues {
  const { options } = given;
  const text = (key: string) => (typeof options[key] === "string" ? options[key] : undefined);
  return {
    env: text("env") ?? "",
    only: listOf(given, "only") ?? [],
    platform: text("platform"),
    engine: text("engine") === "embedded" ? "embedded" : "pulumi",
    scenario: text("scenario"),
    json: options["json"] === true,
    state: text("state"),
    parallel: typeof options["parallel"] === "number" ? options["parallel"] : undefined,
    yes: options["yes"] === true,
    resume: options["resume"] === true,
    policyPack: listOf(given, "policyPack"),
    expectNoChanges: options["expectNoChanges"] === true,
    inside: options["inside"] === true,
  };
}
