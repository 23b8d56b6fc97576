import { InputError } from "../../../components/core/errors";
import { fileReason } from "../../../lib/file-error";
import { loadPlatform } from "../../deploy/load-platform";
import type { RunReport } from "../../deploy/report";
import { readModel } from "../../deploy/reachability";
import type { Command, Terminal } from "../command";
import { demoText } from "../format/demo";
import { runText } from "../format/run";
import { OPTION, valuesOf, type OptionValues } from "../options";
import { runVerb, type Opened } from "../run";
import { writeReports } from "../write-reports";

/** The environment that is rehearsed. */
const DEMO_ENVIRONMENT = "dev";

export const demo: Command = {
  name: "demo",
  summary: "Deploy the dev environment to simulated clouds, or destroy it again",
  details:
    "Needs no account, no credentials and no Pulumi CLI, and costs nothing: Pulumi's Automation API drives the embedded\n" +
    "engine. A second run changes nothing. In a checkout, `npm run demo` builds first and then does the same.",
  argument: {
    name: "action",
    description: "up deploys, destroy deletes again",
    choices: ["up", "destroy"],
    default: "up",
  },
  options: [OPTION.platform, OPTION.scenario, OPTION.parallel, OPTION.resume, OPTION.json, OPTION.state],
  examples: ["causeway demo", "causeway demo destroy"],
  async run(given, terminal) {
    const values: OptionValues = {
      ...valuesOf(given),
      env: DEMO_ENVIRONMENT,
      engine: "embedded",
      // Its state is the user's own and goes with the folder: nobody needs to be asked.
      yes: true,
    };
    await checkEnvironment(values, terminal);
    if (given.argument === "destroy") return await runVerb("destroy", values, terminal, runText);
    return await runVerb("up", values, terminal, (report, on) => withReports(report, on, values));
  },
};

/** @throws {InputError} for a platform without the environment, which the user has no option to choose here. */
async function checkEnvironment({ platform: given }: OptionValues, { cwd }: Terminal): Promise<void> {
  const { platform } = await loadPlatform(given, cwd);
  if (Object.hasOwn(platform.environments, DEMO_ENVIRONMENT)) return;
  const names = Object.keys(platform.environments).join(", ");
  const allowed = `a platform with the environment ${DEMO_ENVIRONMENT}; for ${names} use causeway up --env NAME --engine embedded`;
  throw new InputError("options", [{ path: "--platform", given, allowed }]);
}

async function withReports(
  report: RunReport,
  { selection, engine, layout, workDir }: Opened,
  { state, platform }: OptionValues,
): Promise<string> {
  const model = report.result === "succeeded" ? await readModel(selection, engine, workDir) : undefined;
  const files = written(report, layout, model);
  if (typeof files === "string") return `${runText(report)}${files}`;
  if (report.result !== "succeeded") return runText(report);
  return demoText(report, files, { state, platform });
}

/** Files of the reports; where they can not be written, why: what the run came to is told all the same. */
function written(...what: Parameters<typeof writeReports>): ReturnType<typeof writeReports> | string {
  try {
    return writeReports(...what);
  } catch (error) {
    const reason = fileReason(error);
    if (reason === undefined) throw error;
    return `The reports can not be written: ${(error as NodeJS.ErrnoException).path ?? "?"} (${reason}).\n`;
  }
}
