import type { RunReport } from "../../deploy/report";
import { readModel } from "../../deploy/reachability";
import type { Command } from "../command";
import { demoText } from "../format/demo";
import { runText } from "../format/run";
import { OPTION, valuesOf, type OptionValues } from "../options";
import { runVerb, type Opened } from "../run";
import { writeReports } from "../write-reports";

/** The environment that is rehearsed. */
const DEMO_ENVIRONMENT = "dev";

export const demo: Command = {
  name: "demo",
  summary: "Stand the whole dev platform up on simulated clouds, and take it down again",
  details:
    "The real Automation API drives the embedded engine: no account, no CLI, nothing to pay. A second run changes\n" +
    "nothing. `npm run demo` is the same in a checkout.",
  argument: {
    name: "action",
    description: "what to do",
    choices: ["up", "destroy"],
    default: "up",
  },
  options: [OPTION.platform, OPTION.scenario, OPTION.parallel, OPTION.resume, OPTION.json, OPTION.state],
  examples: ["causeway demo", "causeway demo destroy"],
  run: (given, terminal) => {
    const values: OptionValues = {
      ...valuesOf(given),
      env: DEMO_ENVIRONMENT,
      engine: "embedded",
      // Its state is the user's own and goes with the folder: nobody needs to be asked.
      yes: true,
    };
    if (given.argument === "destroy") return runVerb("destroy", values, terminal, runText);
    return runVerb("up", values, terminal, (report, on) => withReports(report, on, values));
  },
};

async function withReports(
  report: RunReport,
  { selection, engine, layout, workDir }: Opened,
  { state, platform }: OptionValues,
): Promise<string> {
  const model = report.result === "succeeded" ? await readModel(selection, engine, workDir) : undefined;
  const files = writeReports(report, layout, model);
  if (report.result !== "succeeded") return runText(report);
  return demoText(report, files, { state, platform });
}
