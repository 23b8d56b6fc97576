import { InputError } from "../../../components/core/errors";
import type { Fault } from "../../../lib/fault";
import type { PolicyConfig } from "../../../policy/config";
import { readState } from "../../../policy/audit/state";
import { auditOf, byRule, deployedStacks, isRefused, packConfig, type Audited } from "../../deploy/audit";
import { EXIT_CODES } from "../../deploy/failure";
import { loadPlatform } from "../../deploy/load-platform";
import { packConfigFaults } from "../../deploy/pack-config";
import type { Command, Given, Terminal } from "../command";
import { auditDocument, auditText } from "../format/audit";
import { fileText, readGiven } from "../given-file";
import { OPTION, listOf, valuesOf } from "../options";
import { marked, notDeployed, opened } from "../run";

export const audit: Command = {
  name: "audit",
  summary: "Check deployed resources against the policy rules",
  details:
    "Reads state and changes nothing: with --env the state of an environment, with --file what pulumi stack export wrote\n" +
    "(or a version-3 checkpoint), from any Pulumi program. No cloud is read; run pulumi refresh first to include manual\n" +
    "changes. Secrets stay encrypted; a rule that would need to read one is listed as not judged. Rules run with the levels\n" +
    "and facts of the environment whose name the stack's name starts with, or with those of --policy-pack-config; without\n" +
    "either, with the levels of production. Resources that two stacks own are found among the stacks read together. Exit\n" +
    "code 3 if a mandatory rule is broken.",
  options: [
    { ...OPTION.env, mandatory: false },
    OPTION.only,
    {
      flags: "--file <path...>",
      description: "exported stacks or checkpoints to read instead of an environment",
      conflicts: ["only"],
    },
    {
      flags: "--policy-pack-config <file>",
      description: "JSON file with levels and facts by rule id, as for pulumi --policy-pack-config",
    },
    {
      flags: "--config <key=value...>",
      conflicts: ["env"],
      description: "configuration of the stacks in --file that facts depend on, such as causeway:org=acme",
    },
    OPTION.platform,
    OPTION.engine,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway audit --env dev --engine embedded",
    "causeway audit --file export.json --policy-pack-config policy-config.json",
  ],
  async run(given, terminal) {
    const values = valuesOf(given);
    const files = listOf(given, "file");
    const text = given.options["policyPackConfig"];
    const own = typeof text === "string" ? await policyConfigOf(text, terminal) : undefined;
    const tell = async (audited: readonly Audited[], simulated: boolean): Promise<number> => {
      const report = await auditOf(
        own === undefined ? audited : audited.map((one) => ({ ...one, config: own })),
      );
      terminal.stdout.write(values.json ? auditDocument(report, simulated) : auditText(report));
      return isRefused(report) ? EXIT_CODES.policy : 0;
    };
    checkQuestion(values.env, files);
    if (files !== undefined) return await tell(await stacksIn(files, given, terminal), false);
    return await marked(values, terminal, () =>
      opened(values, terminal, async ({ selection, engine, workDir }) => {
        const audited = await deployedStacks(selection, engine, workDir);
        if (audited.length > 0) return tell(audited, engine.simulated);
        throw await notDeployed(`nothing of ${values.env}`, engine);
      }),
    );
  },
};

function checkQuestion(env: string, files: readonly string[] | undefined): void {
  if ((env === "") !== (files === undefined)) return;
  const given = env === "" ? undefined : env;
  const allowed = "an environment, or --file in its place; one of the two";
  throw new InputError("options", [{ path: "--env", given, allowed }]);
}

/** @throws {InputError} with every file that can not be read. */
async function stacksIn(files: readonly string[], given: Given, terminal: Terminal): Promise<Audited[]> {
  const config = configOf(listOf(given, "config"));
  const { platform } = await loadPlatform(valuesOf(given).platform, terminal.cwd);
  const environments = Object.keys(platform.environments);
  const faults: Fault[] = [];
  const audited: Audited[] = [];
  for (const file of files) {
    const text = readGiven("--file", file, terminal.cwd);
    if (typeof text !== "string") {
      faults.push(text);
      continue;
    }
    const kept = readState(text);
    if ("fault" in kept) {
      const allowed = `a version-3 checkpoint or export; it ${kept.fault}`;
      faults.push({ path: "--file", given: file, allowed });
      continue;
    }
    const environment = environments.find((name) => kept.stack.startsWith(`${name}-`)) ?? "";
    audited.push({ kept, config: await packConfig(platform, environment, config) });
  }
  if (faults.length > 0) throw new InputError("options", faults);
  return audited;
}

function configOf(pairs: readonly string[] = []): Record<string, string> {
  const faults = pairs
    .filter((pair) => !/^[^=]+=/.test(pair))
    .map((given): Fault => ({ path: "--config", given, allowed: "key=value" }));
  if (faults.length > 0) throw new InputError("options", faults);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

async function policyConfigOf(file: string, terminal: Terminal): Promise<PolicyConfig> {
  const text = fileText("--policy-pack-config", file, terminal.cwd);
  const refuse = (allowed: string) =>
    new InputError("options", [{ path: "--policy-pack-config", given: file, allowed }]);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw Object.assign(refuse("a JSON object by rule id; it is no JSON"), { cause: error });
  }
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed))
    throw refuse("a JSON object by rule id");
  const faults = await packConfigFaults(parsed as Readonly<Record<string, unknown>>);
  if (faults.length > 0) throw new InputError(`--policy-pack-config ${file}`, faults);
  return byRule(parsed);
}
