import type { Command } from "../command";
import { runText } from "../format/run";
import { OPTION, valuesOf } from "../options";
import { runVerb } from "../run";

export const preview: Command = {
  name: "preview",
  summary: "Show what up would change, of a whole platform from nothing",
  details:
    "Stacks hand their planned outputs on, so that what needs a stack that is not up yet can be previewed. On the\n" +
    "real engine a stack that does not exist is created empty in the backend, as `pulumi stack init` does. On a machine without a way to\n" +
    "the private Kubernetes APIs the preview of what is in the clusters is made from the state, and says so.",
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
