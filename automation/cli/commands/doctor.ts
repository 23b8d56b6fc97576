import { examine, type Checked } from "../../deploy/doctor";
import { EXIT_CODES } from "../../deploy/failure";
import { layoutOf } from "../../deploy/layout";
import { loadPlatform } from "../../deploy/load-platform";
import { select } from "../../deploy/selection";
import type { Command } from "../command";
import { unfit } from "../fit";
import { OPTION, valuesOf } from "../options";

/** The schema of `causeway doctor --json`. */
export const DOCTOR_SCHEMA = "causeway.doctor/1";

export const doctor: Command = {
  name: "doctor",
  summary: "Check that this machine is set up to deploy, and say how to fix what is not",
  details:
    "Checks Node.js, the build, packages, the Pulumi CLI, its login and plugins, and the secrets of each environment. Changes\n" +
    "nothing. Exit code 2 if something required is missing.",
  options: [
    {
      ...OPTION.env,
      mandatory: false,
      description: "environment whose secrets are checked; default: all",
    },
    OPTION.platform,
    OPTION.engine,
    OPTION.json,
    OPTION.state,
  ],
  examples: ["causeway doctor", "causeway doctor --env prod", "causeway doctor --engine embedded"],
  async run(given, terminal) {
    const values = valuesOf(given);
    const { platform } = await loadPlatform(values.platform, terminal.cwd);
    const checks = await examine({
      engine: values.engine,
      layout: layoutOf(values.state, terminal.cwd, values.engine),
      platform,
      reference: values.platform === undefined,
      environments:
        values.env === "" ? Object.values(platform.environments) : [select(platform, values.env).env],
      variables: terminal.env,
      node: { version: process.versions.node, unfit: unfit(process.platform, process.versions.node) },
    });
    const exitCode = checks.some(({ state }) => state === "failed") ? EXIT_CODES["missing-tool"] : 0;
    terminal.stdout.write(
      values.json
        ? `${JSON.stringify({ schema: DOCTOR_SCHEMA, engine: values.engine, exitCode, checks }, null, 2)}\n`
        : checks.map(line).join(""),
    );
    return exitCode;
  },
};

function line({ check, state, seen, remedy }: Checked): string {
  const first = `${state.padEnd(7)}  ${check}: ${seen}\n`;
  return remedy === undefined ? first : `${first}         remedy: ${remedy}\n`;
}
