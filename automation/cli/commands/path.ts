import { InputError } from "../../../components/core/errors";
import type { Fault } from "../../../lib/fault";
import {
  canReach,
  partyNamed,
  reachableFromInternet,
  type Model,
  type Named,
  type Traffic,
} from "../../../lib/reachability";
import { EXIT_CODES } from "../../deploy/failure";
import { readModel } from "../../deploy/reachability";
import type { Command, Given } from "../command";
import { SIMULATED, html, reachReport } from "../../reports";
import {
  exposuresDocument,
  exposuresText,
  pageDocument,
  pathDocument,
  pathText,
  type Told,
} from "../format/path";
import { writeText } from "../given-file";
import { OPTION, valuesOf, wholeNumber } from "../options";
import { marked, notDeployed, opened, type Opened } from "../run";

export const path: Command = {
  name: "path",
  summary: "Show whether one part of an environment can reach another over the network, and what blocks it",
  details:
    "Computed from the state of the environment's stacks, without sending a packet: routes in both directions, gateways,\n" +
    "security groups and lists, network ACLs, network policies, load balancers and the API gateway. A party is an endpoint\n" +
    "(oke-dxb/workers, eks/pods/development), a service (s3), internet, or an IPv4 address or CIDR block. --from internet\n" +
    "without --to lists everything that the internet can reach; --html without --from writes a page with all connections.\n" +
    "Exit code 0 if all of it can be reached; 1 if not, if only part of it can, or if that is unknown; a list always exits\n" +
    "with 0. What is not taken into account is named in the answer; see docs/reachability.md.",
  options: [
    { flags: "--from <party>", description: "party that connects" },
    {
      flags: "--to <party>",
      description:
        "party that is connected to; without it, --from internet lists all that the internet can reach",
    },
    {
      flags: "--html <file>",
      description: "write an HTML page of all connections; not with --from or --to",
    },
    {
      flags: "--port <n>",
      description: "destination port",
      parse: wholeNumber("--port", 1, 65535),
      default: 443,
    },
    {
      flags: "--protocol <protocol>",
      description: "protocol",
      choices: ["tcp", "udp"],
      default: "tcp",
    },
    OPTION.env,
    OPTION.only,
    OPTION.platform,
    OPTION.engine,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway path --env dev --from oke-dxb/workers --to oke-dxb/api --port 6443 --engine embedded",
    "causeway path --env prod --from internet",
    "causeway path --env dev --engine embedded --html reachability.html",
  ],
  async run(given, terminal) {
    const values = valuesOf(given);
    const asked = questionOf(given);
    const work = async ({ engine, selection, workDir, loaded }: Opened): Promise<number> => {
      const model = await readModel(selection, engine, workDir);
      if (model.networks.length === 0) {
        throw await notDeployed(`no network of ${values.env}`, engine);
      }
      const where = { env: values.env, simulated: engine.simulated };
      switch (asked.about) {
        case "everything": {
          const page = html(
            reachReport(
              {
                platform: loaded.platform.name,
                environment: values.env,
                ...(engine.simulated ? { banner: SIMULATED } : {}),
              },
              model,
            ),
          );
          writeText("--html", asked.file, terminal.cwd, page);
          terminal.stdout.write(
            values.json ? pageDocument(where, asked.file) : `Written to ${asked.file}.\n`,
          );
          return 0;
        }
        case "internet": {
          const exposures = reachableFromInternet(model);
          terminal.stdout.write(
            values.json ? exposuresDocument(where, model, exposures) : exposuresText(model, exposures),
          );
          return 0;
        }
        case "path": {
          const told = answer(model, asked);
          terminal.stdout.write(values.json ? pathDocument(where, told) : pathText(told));
          return told.answer.verdict === "reaches" ? 0 : EXIT_CODES.failed;
        }
      }
    };
    return await marked(values, terminal, () => opened(values, terminal, work));
  },
};

interface PathQuestion {
  readonly about: "path";
  readonly from: string;
  readonly to: string;
  readonly traffic: Traffic;
}

type Question =
  PathQuestion | { readonly about: "internet" } | { readonly about: "everything"; readonly file: string };

/** @throws {InputError} when it is not clear what is asked. */
function questionOf({ options }: Given): Question {
  const text = (key: string) => (typeof options[key] === "string" ? options[key] : undefined);
  const [from, to, file] = [text("from"), text("to"), text("html")];
  const refuse = (path: string, given: string | undefined, allowed: string): never => {
    throw new InputError("options", [{ path, given, allowed }]);
  };
  if (file !== undefined) {
    const other = from === undefined ? "--to" : "--from";
    const given = from ?? to;
    if (given !== undefined) return refuse(other, given, "not with --html, whose page has all connections");
    return { about: "everything", file };
  }
  if (from === undefined)
    return refuse("--from", from, "the party that connects, or --html for a page of all connections");
  if (to !== undefined) {
    const protocol = options["protocol"] === "udp" ? "udp" : "tcp";
    return { about: "path", from, to, traffic: { protocol, port: Number(options["port"] ?? 443) } };
  }
  if (from !== "internet")
    return refuse("--to", to, "the party that is connected to; only --from internet goes without");
  return { about: "internet" };
}

/** @throws {InputError} with each name that is none, and what there is. */
function answer(model: Model, { from, to, traffic }: PathQuestion): Told {
  const faults: Fault[] = [];
  const named = (path: string, given: string): Exclude<Named, { fault: string }> | undefined => {
    const party = partyNamed(model, given);
    if (!("fault" in party)) return party;
    faults.push({ path, given, allowed: party.fault });
    return undefined;
  };
  const [source, target] = [named("--from", from), named("--to", to)];
  if (source === undefined || target === undefined) throw new InputError("options", faults);
  return {
    from,
    to,
    traffic,
    notes: [...source.notes, ...target.notes],
    gaps: model.gaps,
    answer: canReach(model, source.party, target.party, traffic),
  };
}
