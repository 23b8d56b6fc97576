import { loadPlatform } from "../../deploy/load-platform";
import { durationsOf } from "../../deploy/durations";
import { graphOf, select } from "../../deploy/selection";
import type { Command } from "../command";
import { durationsText } from "../format/durations";
import { graphDocument, graphMermaid, graphText } from "../format/graph";
import { OPTION, valuesOf } from "../options";

export const graph: Command = {
  name: "graph",
  summary: "Show the stacks of an environment and their dependencies",
  details: "Reads only the platform's definition: no state, no cloud, no Pulumi CLI.",
  options: [
    OPTION.env,
    OPTION.only,
    OPTION.platform,
    OPTION.json,
    { flags: "--mermaid", description: "write a Mermaid diagram", conflicts: ["json", "durations"] },
    {
      flags: "--durations",
      description:
        "show how long each stack takes on real clouds, with the source of each figure, and the longest path",
    },
  ],
  examples: [
    "causeway graph --env dev",
    "causeway graph --env prod --mermaid",
    "causeway graph --env prod --durations",
  ],
  async run(given, terminal) {
    const { env, only, platform: path, json } = valuesOf(given);
    const { platform } = await loadPlatform(path, terminal.cwd);
    const selection = select(platform, env, only);
    const nodes = graphOf(selection);
    const durations = given.options["durations"] === true ? durationsOf(selection) : undefined;
    const text = json
      ? graphDocument(platform.name, env, nodes, durations)
      : durations !== undefined
        ? durationsText(durations)
        : given.options["mermaid"] === true
          ? graphMermaid(nodes)
          : graphText(nodes);
    terminal.stdout.write(text);
    return 0;
  },
};
