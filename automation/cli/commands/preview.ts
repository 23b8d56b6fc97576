import type { Command } from "../command";
import { runText } from "../format/run";
import { OPTION, valuesOf } from "../options";
import { runVerb } from "../run";

export const preview: Command = {
  name: "preview",
  summary: "Show what up would change, also for stacks that are not deployed yet",
  details:
    "Each stack is previewed with the planned outputs of the stacks it needs, so a whole platform can be previewed from an\n" +
    "empty account. With the Pulumi CLI, a stack that does not exist yet is created empty in the backend, as `pulumi stack\n" +
    "init` does. If the private Kubernetes APIs cannot be reached, what is in the clusters is previewed from the state, and\n" +
    "the output says so. Nothing is deployed.",
  options: [
    OPTION.env,
    OPTION.only,
    OPTION.platform,
    OPTION.engine,
    OPTION.scenario,
    OPTION.parallel,
    OPTION.policyPack,
    OPTION.inside,
    OPTION.expectNoChanges,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway preview --env prod --engine embedded",
    "causeway preview --env dev --expect-no-changes",
  ],
  run: (given, terminal) => runVerb("preview", valuesOf(given), terminal, runText),
};
