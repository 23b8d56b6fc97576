import { fixedClock } from "../../clouds/clock";
import { systemClock } from "../../deploy/clock";
import { EXIT_CODES } from "../../deploy/failure";
import { readDrift } from "../../drift/drift";
import type { Command } from "../command";
import { driftText } from "../format/drift";
import { OPTION, valuesOf } from "../options";
import { marked, notDeployed, opened, type Opened } from "../run";

export const drift: Command = {
  name: "drift",
  summary: "Find resources that were changed outside of Pulumi",
  details:
    "Reads every resource from the cloud and compares it with the state; changes neither. Values that a cloud updates by\n" +
    "itself, such as the time of the last backup, are not drift. Changes that the platform ignores (driftIgnores, each with a\n" +
    "reason) are listed separately. Secrets and certificates that expire within 14 days and should have been renewed are\n" +
    "listed too. Exit code 5 if there is drift or something expires, otherwise 0; 2 if nothing is deployed.",
  options: [
    OPTION.env,
    OPTION.only,
    OPTION.platform,
    OPTION.engine,
    OPTION.scenario,
    OPTION.json,
    OPTION.state,
  ],
  examples: ["causeway drift --env prod", "causeway drift --env dev --only eks --json"],
  run(given, terminal) {
    const values = valuesOf(given);
    const work = async ({ engine, selection, workDir }: Opened): Promise<number> => {
      // Simulated clouds have a time of their own, and what they sign ends by it.
      const clock = engine.simulated ? fixedClock() : systemClock;
      const report = await readDrift(selection, engine, workDir, clock.now());
      if (report.stacks.every(({ status }) => status === "absent"))
        throw await notDeployed(`nothing of ${values.env}`, engine);
      terminal.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : driftText(report));
      const found = report.stacks.some(({ status, ending }) => status === "drifted" || ending.length > 0);
      return found ? EXIT_CODES.changes : 0;
    };
    return marked(values, terminal, () => opened(values, terminal, work));
  },
};
