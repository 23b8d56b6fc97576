import { loadPlatform } from "../../deploy/load-platform";
import { graphOf, select } from "../../deploy/selection";
import type { Command } from "../command";
import { graphDocument, graphMermaid, graphText } from "../format/graph";
import { OPTION, valuesOf } from "../options";

export const graph: Command = {
  name: "graph",
  summary: "Show the stacks of an environment and what each needs",
  details: "Reads the platform's definition alone: no engine, no state, no cloud.",
  options: [
    OPTION.env,
    OPTION.only,
    OPTION.platform,
    OPTION.json,
    { flags: "--mermaid", description: "a Mermaid diagram" },
  ],
  examples: ["causeway graph --env dev", "causeway graph --env prod --mermaid"],
  async run(given, terminal) {
    const { env, only, platform: path, json } = valuesOf(given);
    const { platform } = await loadPlatform(path, terminal.cwd);
    const nodes = graphOf(select(platform, env, only));
    const text = json
      ? graphDocument(platform.name, env, nodes)
      : given.options["mermaid"] === true
        ? graphMermaid(nodes)
        : graphText(nodes);
    terminal.stdout.write(text);
    return 0;
  },
};
