import type { Command } from "../command";
import { runText } from "../format/run";
import { OPTION, valuesOf } from "../options";
import { runVerb } from "../run";

export const up: Command = {
  name: "up",
  summary: "Deploy stacks in dependency order",
  details:
    "Stacks that do not depend on each other run in parallel. A failed stack stops the stacks that depend on it and no\n" +
    "others. Press Ctrl-C once to let running steps finish, twice to stop at once; the state stays usable either way. A stack\n" +
    "behind a private Kubernetes API starts only if that API can be reached from this machine. Without --yes you are asked\n" +
    "to confirm before a real cloud is changed.",
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
