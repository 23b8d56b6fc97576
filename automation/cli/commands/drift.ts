import { fixedClock } from "../../clouds/clock";
import { systemClock } from "../../deploy/clock";
import { EXIT_CODES } from "../../deploy/failure";
import { readDrift } from "../../drift/drift";
import type { Command } from "../command";
import { driftText } from "../format/drift";
import { OPTION, valuesOf } from "../options";
import { marked, opened, type Opened } from "../run";

export const drift: Command = {
  name: "drift",
  summary: "Say what was changed in the clouds that no program says",
  details:
    "Reads every resource of the environment again and compares it with the state: nothing is changed, in no cloud and no\n" +
    "state. What a cloud tells of a resource by itself, a count of images or the time of the last backup, is no drift. What\n" +
    "the platform's definition ignores (driftIgnores, each with its reason) is told apart. What\n" +
    "ends within 14 days, a value of a vault or a certificate that should have been renewed by then, is named as well. Exit\n" +
    "code 0 where there is neither, 5 else.",
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
      terminal.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : driftText(report));
      const found = report.stacks.some(({ status, ending }) => status === "drifted" || ending.length > 0);
      return found ? EXIT_CODES.changes : 0;
    };
    return marked(values, terminal, () => opened(values, terminal, work));
  },
};
