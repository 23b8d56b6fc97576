import type { Command } from "../command";
import { runText } from "../format/run";
import { OPTION, valuesOf } from "../options";
import { runVerb } from "../run";

export const up: Command = {
  name: "up",
  summary: "Bring stacks up, each after what it needs",
  details:
    "Every selected program runs every time. A failed stack stops what needs it and nothing else. Ctrl-C once lets\n" +
    "running steps finish, twice ends at once; either way the state stays usable. A stack that is made through a private\n" +
    "Kubernetes API is begun only when that answers from here.",
  options: [
    OPTION.env,
    OPTION.only,
    OPTION.platform,
    OPTION.engine,
    OPTION.scenario,
    OPTION.parallel,
    OPTION.resume,
    OPTION.policyPack,
    OPTION.expectNoChanges,
    OPTION.yes,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway up --env dev --engine embedded",
    "causeway up --env prod --only eks platform --yes",
    "causeway up --env dev --resume",
    "causeway up --env dev --engine embedded --scenario docs/scenarios/bad-day.yaml",
  ],
  run: (given, terminal) => runVerb("up", valuesOf(given), terminal, runText),
};
