import { setTimeout as wait } from "node:timers/promises";
import { InputError } from "../../../components/core/errors";
import type { Fault } from "../../../lib/fault";
import { allowedNames } from "../../../lib/suggest";
import { EXIT_CODES } from "../../deploy/failure";
import { call, type Way } from "../../deploy/probe/call";
import { probePlan, type ProbedApi } from "../../deploy/probe/plan";
import { apisOf } from "../../deploy/probe/read";
import { judgedFromOutside, runProbe } from "../../deploy/probe/run";
import { TOKEN_VARIABLES, probeTokens, tokenFaults } from "../../deploy/probe/tokens";
import { readResources } from "../../deploy/read-resources";
import type { Command, Given, Terminal } from "../command";
import { probeDocument, probeText, type Probed } from "../format/probe";
import { readGiven } from "../given-file";
import { OPTION, valuesOf } from "../options";
import { marked, notDeployed, opened, type Opened } from "../run";

export const probeApi: Command = {
  name: "probe api",
  summary: "Call a deployed API with and without valid credentials, and check what it refuses",
  details:
    "Run it inside the network after a deployment. Expected: 401 without a token and with one for another audience, 403\n" +
    "without the scope, 2xx with a valid token, 404 or 405 for a method that is not listed; if the API requires client\n" +
    "certificates, no connection without one. Routes are read from the state of the environment, and only methods that\n" +
    "change nothing are called. Tokens are read from these variables and checked for expiry first:\n" +
    `${Object.values(TOKEN_VARIABLES).join(", ")}.\n` +
    "With --outside, run it from a machine that is not a client: nothing may answer at all. Exit code 1 if a check fails.",
  argument: {
    name: "api",
    description: "name of the API in the platform, such as status; may be left out if there is only one",
  },
  options: [
    OPTION.env,
    OPTION.only,
    { flags: "--outside", description: "this machine is not a client: expect no answer at all" },
    { flags: "--host <name>", description: "host name that clients call; default: the gateway's own" },
    {
      flags: "--connect <host:port>",
      description:
        "connect to this address instead, such as a tunnel; the certificate is still verified for the host name",
    },
    {
      flags: "--ca <file>",
      description:
        "CA certificates that the gateway's certificate is verified with, PEM; default: public CAs",
    },
    { flags: "--cert <file>", description: "client certificate, PEM" },
    { flags: "--key <file>", description: "private key of the client certificate, PEM" },
    OPTION.platform,
    OPTION.engine,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway probe api status --env dev --ca internal-ca.pem",
    "causeway probe api status --env prod --outside",
  ],
  async run(given, terminal) {
    const values = valuesOf(given);
    const way = wayOf(given, terminal);
    return await marked(values, terminal, () =>
      opened(values, terminal, async ({ engine, selection, workDir }: Opened) => {
        const apis = apisOf(await readResources(selection, engine, workDir));
        if (apis.length === 0) throw await notDeployed(`no API of ${values.env}`, engine);
        const api = apiNamed(apis, given.argument);
        if (engine.simulated && way.connect === undefined) {
          const allowed = "where a stand-in answers: simulated clouds serve no API";
          throw new InputError("options", [{ path: "--connect", given: undefined, allowed }]);
        }
        const reached = { ...way, host: way.host ?? new URL(api.endpoint).hostname };
        const probe = given.options["outside"] === true ? probeOutside : probeInside;
        const probed = {
          env: values.env,
          simulated: engine.simulated,
          api: api.name,
          host: reached.host,
          ...(await probe(api, reached, terminal)),
        };
        terminal.stdout.write(values.json ? probeDocument(probed) : probeText(probed));
        return probed.results.every(({ passed }) => passed) ? 0 : EXIT_CODES.failed;
      }),
    );
  },
};

type Outcome = Pick<Probed, "results" | "left">;

async function probeInside(api: ProbedApi, way: Way, { env }: Terminal): Promise<Outcome> {
  const { checks, left } = probePlan(api);
  const tokens = probeTokens(env);
  const faults: Fault[] = tokenFaults({ checks, left }, api, tokens, new Date());
  if (way.certificate === undefined && checks.some(({ certificate }) => certificate)) {
    faults.push({ path: "--cert", given: undefined, allowed: "the certificate of a caller, with --key" });
  }
  if (faults.length > 0) throw new InputError(`probe of ${api.name}`, faults);
  const results = await runProbe(checks, {
    call: ({ method, path, token, certificate }) => {
      const { certificate: own, ...rest } = way;
      const value = tokens[token];
      return call(certificate && own !== undefined ? { ...rest, certificate: own } : rest, {
        method,
        path,
        ...(value === undefined ? {} : { token: value }),
      });
    },
    pause: () => wait(1000),
  });
  return { results, left };
}

/** Long enough for three attempts of TCP to connect (RFC 6298: 1 s, doubled each time), short enough to wait for. */
const OUTSIDE_MS = 8000;

async function probeOutside({ endpoint }: ProbedApi, way: Way): Promise<Outcome> {
  const path = new URL(endpoint).pathname;
  const judged = judgedFromOutside(await call(way, { method: "GET", path }, OUTSIDE_MS));
  const shows = "a caller outside the client list, who must have no answer";
  const check = { method: "GET", path, token: "none", certificate: false, shows } as const;
  return { results: [{ check: { ...check, expect: [0, 0], refusedByTls: false }, ...judged }], left: [] };
}

/** @throws {InputError} when none has the name, or several could be meant. */
function apiNamed(apis: readonly ProbedApi[], name: string | undefined): ProbedApi {
  const names = apis.map((api) => api.name);
  const found = name === undefined && names.length === 1 ? apis[0] : apis.find((api) => api.name === name);
  if (found !== undefined) return found;
  throw new InputError("options", [{ path: "api", given: name, allowed: allowedNames(name ?? "", names) }]);
}

/** @throws {InputError} with every option that is not what it must be. */
function wayOf({ options }: Given, { cwd }: Terminal): Omit<Way, "host"> & { readonly host?: string } {
  const text = (key: string) => (typeof options[key] === "string" ? options[key] : undefined);
  const faults: Fault[] = [];
  const read = (key: string): string | undefined => {
    const file = text(key);
    const read = file === undefined ? undefined : readGiven(`--${key}`, file, cwd);
    if (typeof read !== "object") return read;
    faults.push(read);
    return undefined;
  };
  const [host, ca, cert, key] = [text("host"), read("ca"), read("cert"), read("key")];
  const connect = /^([\w.-]+):(\d{1,5})$/.exec(text("connect") ?? "");
  if (text("connect") !== undefined && (connect === null || Number(connect[2]) > 65_535)) {
    faults.push({ path: "--connect", given: text("connect"), allowed: "host:port, such as 127.0.0.1:8443" });
  }
  if ((text("cert") === undefined) !== (text("key") === undefined)) {
    faults.push({
      path: text("cert") === undefined ? "--cert" : "--key",
      given: undefined,
      allowed: "both or neither",
    });
  }
  if (faults.length > 0) throw new InputError("options", faults);
  return {
    ...(host === undefined ? {} : { host }),
    ...(connect === null ? {} : { connect: { host: connect[1] ?? "", port: Number(connect[2]) } }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { certificate: { cert, key } }),
  };
}
