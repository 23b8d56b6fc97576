import type { Command } from "../command";
import { runText } from "../format/run";
import { OPTION, valuesOf } from "../options";
import { runVerb } from "../run";

export const destroy: Command = {
  name: "destroy",
  summary: "Take stacks down, each after everything that needs it",
  details: "Phases go down one after the other, the last first. Settings and history of the stacks stay.",
  options: [
    OPTION.env,
    OPTION.only,
    OPTION.platform,
    OPTION.engine,
    OPTION.scenario,
    OPTION.parallel,
    OPTION.resume,
    OPTION.yes,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway destroy --env dev --engine embedded",
    "causeway destroy --env dev --only gateway --yes",
  ],
  run: (given, terminal) => runVerb("destroy", valuesOf(given), terminal, runText),
};
