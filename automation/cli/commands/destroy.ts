import type { Command } from "../command";
import { runText } from "../format/run";
import { OPTION, valuesOf } from "../options";
import { runVerb } from "../run";

export const destroy: Command = {
  name: "destroy",
  summary: "Delete the resources of stacks, in reverse dependency order",
  details:
    "Phases are destroyed one after another, the last first. The stacks themselves stay, with their configuration and history.\n" +
    "Without --yes you are asked to confirm before a real cloud is changed.",
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
