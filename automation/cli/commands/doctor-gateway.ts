import { InputError } from "../../../components/core/errors";
import { allowedNames } from "../../../lib/suggest";
import { EXIT_CODES } from "../../deploy/failure";
import { examineGateways } from "../../deploy/gateway-doctor";
import { TOKEN_VARIABLES, probeTokens } from "../../deploy/probe/tokens";
import { readResources } from "../../deploy/read-resources";
import type { Command } from "../command";
import { gatewayDocument, gatewayText } from "../format/gateway-report";
import { OPTION, valuesOf } from "../options";
import { marked, notDeployed, opened, type Opened } from "../run";

export const doctorGateway: Command = {
  name: "doctor gateway",
  summary: "Find common faults of a private API gateway, each with evidence and a fix",
  details:
    "Reads the state of the environment's stacks and checks, most common faults first: route tables of the gateway, its\n" +
    "backends and what is behind them; security groups; names and addresses of backends; certificate authorities; token\n" +
    "checks; limits; logs; the gateway's own name and certificate. Calls nothing and changes nothing; causeway probe api\n" +
    `makes calls. A token in ${TOKEN_VARIABLES.good} is compared with the API (issuer, audience, times, key, algorithm);\n` +
    "its signature is not verified and it is not printed. Exit code 1 if a fault is found.",
  argument: { name: "api", description: "name of the API in the platform, such as status; default: all" },
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
        throw await notDeployed(`no API gateway of ${values.env}`, engine);
      }
      const exitCode = report.findings.some(({ state }) => state === "failed") ? EXIT_CODES.failed : 0;
      const where = { env: values.env, simulated: engine.simulated };
      terminal.stdout.write(values.json ? gatewayDocument(where, report, exitCode) : gatewayText(report));
      return exitCode;
    };
    return await marked(values, terminal, () => opened(values, terminal, work));
  },
};
