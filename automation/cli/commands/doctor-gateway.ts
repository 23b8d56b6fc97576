import { InputError } from "../../../components/core/errors";
import { allowedNames } from "../../../lib/suggest";
import { DeployError, EXIT_CODES } from "../../deploy/failure";
import { examineGateways } from "../../deploy/gateway-doctor";
import { TOKEN_VARIABLES, probeTokens } from "../../deploy/probe/tokens";
import { readResources } from "../../deploy/read-resources";
import type { Command } from "../command";
import { gatewayDocument, gatewayText } from "../format/gateway-report";
import { OPTION, valuesOf } from "../options";
import { marked, opened, type Opened } from "../run";

export const doctorGateway: Command = {
  name: "doctor gateway",
  summary: "Look for the usual faults of a private API gateway, each with its evidence and its remedy",
  details:
    "Read from the states of the environment's stacks, in the order in which faults are usual: route tables of the gateway, of its " +
    "backends and of what is behind them; security groups; backends' names and addresses; authorities; token checks; limits; logs; " +
    "the gateway's own name and certificate. Nothing is called and nothing changed: causeway probe api calls. A token in " +
    `${TOKEN_VARIABLES.good} is held against the API: issuer, audience, times, key, algorithm; it is not verified, and shown ` +
    "nowhere. Exit code 0: nothing is wrong; 1: something is.",
  argument: { name: "api", description: "role word of the API, status; all when left out" },
  options: [OPTION.env, OPTION.only, OPTION.platform, OPTION.engine, OPTION.json, OPTION.state],
  examples: [
    "causeway doctor gateway --env dev --engine embedded",
    "causeway doctor gateway status --env prod",
  ],
  async run(given, terminal) {
    const values = valuesOf(given);
    const work = async ({ engine, selection, workDir }: Opened): Promise<number> => {
      const report = examineGateways(await readResources(selection, engine, workDir), {
        api: given.argument,
        token: probeTokens(terminal.env).good,
        now: new Date(),
      });
      if (given.argument !== undefined && report.gateways.length === 0 && report.apis.length > 0) {
        const allowed = allowedNames(given.argument, report.apis);
        throw new InputError("options", [{ path: "api", given: given.argument, allowed }]);
      }
      if (report.gateways.length === 0) {
        throw new DeployError("input", `no API gateway of ${values.env} is deployed: run causeway up first`);
      }
      const exitCode = report.findings.some(({ state }) => state === "failed") ? EXIT_CODES.failed : 0;
      const where = { env: values.env, simulated: engine.simulated };
      terminal.stdout.write(values.json ? gatewayDocument(where, report, exitCode) : gatewayText(report));
      return exitCode;
    };
    return await marked(values, terminal, () => opened(values, terminal, work));
  },
};
