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
    description: "environment of the platform",
    mandatory: true,
  },
  only: {
    flags: "--only <stack...>",
    description: "these stacks alone; all of the environment's when left out",
  },
  platform: {
    flags: "--platform <path>",
    description: "JavaScript module that exports a platform; the reference platform when left out",
  },
  engine: {
    flags: "--engine <engine>",
    description: "the Pulumi CLI on real clouds, or the embedded engine on simulated ones",
    choices: ["pulumi", "embedded"],
    default: "pulumi",
  },
  scenario: {
    flags: "--scenario <file>",
    description: "what goes wrong in the simulated clouds, YAML or JSON; for the embedded engine alone",
  },
  json: {
    flags: "--json",
    description: "one JSON document on standard output; progress goes to standard error",
  },
  state: {
    flags: "--state <dir>",
    description: "folder for what causeway itself keeps; .causeway of the project when left out",
  },
  parallel: {
    flags: "--parallel <n>",
    description: "how many stacks run at once, 1 to 32; one a processor and at most 4 when left out",
    parse: wholeNumber("--parallel", 1, 32),
  },
  yes: {
    flags: "--yes",
    description: "do not ask before a real cloud is changed; needed where there is no terminal to ask on",
  },
  resume: {
    flags: "--resume",
    description: "go on with the last run of this environment: skip the stacks that finished in it",
  },
  policyPack: {
    flags: "--policy-pack <path...>",
    description: "CrossGuard packs in place of the platform's own",
  },
  expectNoChanges: {
    flags: "--expect-no-changes",
    description: "exit with 5 when anything changes, or in a preview would",
  },
  inside: {
    flags: "--inside",
    description: "this machine reaches the private Kubernetes APIs: look whether they answer",
  },
  debug: {
    flags: "--debug",
    description: "show stack traces; CAUSEWAY_DEBUG=1 does the same",
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
