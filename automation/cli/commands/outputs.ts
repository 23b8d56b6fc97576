import { readOutputs } from "../../deploy/read-outputs";
import type { Command } from "../command";
import { outputsDocument, outputsText } from "../format/outputs";
import { OPTION, valuesOf } from "../options";
import { marked, opened, type Opened } from "../run";

export const outputs: Command = {
  name: "outputs",
  summary: "Show the outputs of the stacks of an environment",
  details: "Secrets are masked unless --show-secrets is given.",
  options: [
    OPTION.env,
    OPTION.only,
    OPTION.platform,
    OPTION.engine,
    { flags: "--show-secrets", description: "show secrets in plain text" },
    OPTION.json,
    OPTION.state,
  ],
  examples: ["causeway outputs --env dev --engine embedded", "causeway outputs --env prod --only eks --json"],
  async run(given, terminal) {
    const values = valuesOf(given);
    const work = async ({ engine, selection, workDir }: Opened): Promise<number> => {
      const stacks = await readOutputs(selection, engine, workDir, given.options["showSecrets"] === true);
      const { platform } = selection;
      terminal.stdout.write(
        values.json
          ? outputsDocument(platform.name, values.env, engine.simulated, stacks)
          : outputsText(stacks),
      );
      return 0;
    };
    return await marked(values, terminal, () => opened(values, terminal, work));
  },
};
