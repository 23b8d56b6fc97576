import fs from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { embeddedPulumi } from "../../../automation/engine";
import { canary, findBelow, findIn } from "./support/canary";
import { writePack } from "./support/pack";
import { collector, temporaryFolder, testProject } from "./support/project";
import type { TestProject } from "./support/project";

const text = JSON.stringify;
const GIVEN = canary("config");
const MEMBER = canary("member of configuration");
const NESTED = canary("nested");
const JSON_PART = canary("in JSON");
const COMPONENT = canary("of a component");
const ASSET = canary("in an asset");
const GENERATED = "key of vault";
const KEY = ["-----BEGIN KEY-----", "MIIcanaryFirstLine", "MIIcanarySecondLine", "-----END KEY-----"].join(
  "\n",
);
const KEY_LINES = ["MIIcanaryFirstLine", "MIIcanarySecondLine"];
const SECRETS = [GIVEN, MEMBER, NESTED, JSON_PART, COMPONENT, ASSET, GENERATED, ...KEY_LINES];

/** A pack outside of the project's folder. */
function packBeside(project: TestProject, name: string, source: string): string {
  const pack = writePack(temporaryFolder("pack"), source, { name });
  fs.symlinkSync(path.join(project.folder, "node_modules"), path.join(pack, "node_modules"));
  return pack;
}

const PROGRAM = `
const config = new pulumi.Config();
const given = config.requireSecret("given");
const member = config.requireSecretObject("object").apply((object) => object.list[0].password);
class Keeper extends pulumi.ComponentResource {
  constructor(name) {
    super("test:index:Keeper", name, {});
    this.token = pulumi.secret(${text(COMPONENT)});
    this.registerOutputs({ token: this.token, deep: { list: [this.token] } });
  }
}
const keeper = new Keeper("keeper");
const vault = new Vault("vault", { seed: given });
const nested = new Thing("nested", {
  map: { list: [{ password: pulumi.secret(${text(NESTED)}) }] },
  derived: given.apply((value) => "<" + value + ">"),
  interpolated: pulumi.interpolate\`sim://user:\${member}@host\`,
  json: pulumi.jsonStringify({ inner: pulumi.secret({ deep: ${text(JSON_PART)} }), given }),
  pem: pulumi.secret(${text(KEY)}),
  script: pulumi.secret(new pulumi.asset.StringAsset(${text(ASSET)})),
  key: vault.key, token: keeper.token,
});
const all = pulumi.all([given, member, nested.map, nested.json, nested.pem, vault.key, keeper.token]);
exports.all = all; exports.nested = { map: nested.map }; exports.key = vault.key; exports.keeper = keeper.token;
exports.derived = nested.derived;
`;

interface Seen {
  readonly deployed: Stack;
  readonly events: EngineEvent[];
  readonly shown: string[];
}

async function prepared(program: string, home?: string): Promise<TestProject & Seen> {
  const project = testProject(program, home === undefined ? {} : { home, name: "reader" });
  const stack = await project.stack();
  await stack.setConfig("given", { value: GIVEN, secret: true });
  await stack.setConfig("object.list[0].password", { value: MEMBER, secret: true }, true);
  return { ...project, deployed: stack, events: [], shown: [] };
}

/** Runs up, keeps all that it shows, and answers how it ended. */
async function up(
  { deployed: stack, events, shown }: Seen,
  options: Parameters<Stack["up"]>[0] = {},
): Promise<"done" | "failed"> {
  const collected = collector();
  const keep = (output: string): void => void shown.push(output);
  try {
    const { outputs: _outputs, ...told } = await stack.up({
      ...options,
      onEvent: collected.onEvent,
      onOutput: keep,
      onError: keep,
      debug: true,
      logToStdErr: true,
    });
    shown.push(inspect(told, { depth: null }));
    return "done";
  } catch (error) {
    shown.push(inspect(error, { depth: null, showHidden: true }), String(error));
    return "failed";
  } finally {
    events.push(...collected.events);
  }
}

function leaks({ home, folder, events, shown }: TestProject & Seen, secrets = SECRETS): string[] {
  // The program's own text names its canaries; everything else in its folder is the engine's doing.
  fs.rmSync(path.join(folder, "index.js"));
  fs.rmSync(path.join(folder, "node_modules"));
  const quoted = events.flatMap((event) =>
    findIn(`event ${Object.keys(event).join()}`, text(event), secrets),
  );
  return [
    ...findBelow(home, secrets),
    ...findBelow(folder, secrets),
    ...quoted,
    ...shown.flatMap((output, index) => findIn(`output ${index}`, output, secrets)),
  ];
}

describe("no secret is seen again", { timeout: 120_000 }, () => {
  it("of configuration, inputs, outputs, components and what derives from them, not even when they are printed", async () => {
    const project = await prepared(`${PROGRAM}
      all.apply((values) => {
        console.log(JSON.stringify(values)); console.error(values.join("\\n"));
        for (const value of values.map(String)) console.log(encodeURIComponent(value), Buffer.from(value).toString("base64"));
        pulumi.log.warn(values.join(" "));
      });`);
    expect(await up(project)).toBe("done");
    expect(await up(project)).toBe("done");
    expect(project.shown.join()).toContain("[secret]");
    // What was shown is only less than what is there.
    const { all } = await project.deployed.outputs();
    expect(text(all?.value)).toContain(text(COMPONENT));
    expect(leaks(project)).toEqual([]);
  });

  it("when a create is refused, or half done, by a cloud that says all it was given", async () => {
    for (const fault of ['quotes: "create"', 'partial: "quoting"']) {
      const project = await prepared(`${PROGRAM}
        new Thing("last", { ${fault}, given, member, key: vault.key, json: nested.json, token: keeper.token, pem: nested.pem });`);
      expect(await up(project)).toBe("failed");
      expect(project.shown.join()).toMatch(/refused: .*\[secret\]/);
      expect(leaks(project)).toEqual([]);
    }
  });

  it("when an update or a deletion is refused in a run that knows them from the state alone", async () => {
    const project = await prepared(`${PROGRAM}`);
    expect(await up(project)).toBe("done");
    for (const verb of ["update", "delete"]) {
      project.cloud.before = (call) => {
        if (call.startsWith(`${verb} nested`))
          throw new Error(`${call}: ${NESTED} ${GENERATED} ${KEY} ${JSON_PART}`);
      };
      project.program(verb === "delete" ? "" : PROGRAM.replace('"<" +', '"{" +'));
      expect(await up(project)).toBe("failed");
    }
    expect(leaks(project)).toEqual([]);
  });

  it("when the program throws with them in its message, early or in an apply", async () => {
    for (const end of [
      "all.apply((values) => { throw new Error(values.join()); });",
      `if (!pulumi.runtime.isDryRun()) all.apply((values) => Promise.reject(new Error(JSON.stringify(values))));`,
    ]) {
      const project = await prepared(PROGRAM + end);
      expect(await up(project)).toBe("failed");
      expect(leaks(project)).toEqual([]);
    }
  });

  it("that another stack read through a stack reference", async () => {
    const producer = await prepared(PROGRAM);
    expect(await up(producer)).toBe("done");
    const reader = await prepared(
      `const from = new pulumi.StackReference("organization/trial/dev");
       const all = from.requireOutput("all");
       new Thing("reader", { quotes: "create", keeper: from.requireOutput("keeper"), json: all.apply(JSON.stringify) });
       exports.again = all;`,
      producer.home,
    );
    expect(await up(reader)).toBe("failed");
    expect(reader.shown.join()).toMatch(/refused: .*\[secret\]/);
    expect(leaks(reader)).toEqual([]);
  });

  it("by a policy that quotes them, or that puts them into inputs", async () => {
    const project = await prepared(PROGRAM);
    const pack = packBeside(
      project,
      "telling",
      `const { PolicyPack } = require("@pulumi/policy");
      new PolicyPack("telling", { policies: [
        { name: "says", description: "Says all.", enforcementLevel: "advisory",
          validateResource: (args, report) => { console.log(JSON.stringify(args.props)); report(JSON.stringify(args.props) + " " + args.props.key); } },
        { name: "mends", description: "Repeats it.", enforcementLevel: "remediate",
          remediateResource: (args) => args.type === "sim:index:Thing" ? { ...args.props, again: args.props.json } : undefined },
        { name: "sums", description: "Says all of the stack.", enforcementLevel: "mandatory",
          validateStack: (args, report) => report(JSON.stringify(args.resources.map((r) => r.props))) },
      ] });`,
    );
    expect(await up(project, { policyPacks: [pack] })).toBe("failed");
    expect(project.events.filter(({ policyEvent }) => policyEvent !== undefined).length).toBeGreaterThan(2);
    expect(leaks(project)).toEqual([]);
  });
});

describe("the environment of a child", () => {
  const PARENT = {
    ...process.env,
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_PROFILE: "x",
    OCI_CLI_KEY_FILE: "x",
    TF_VAR_private_key: "x",
    PULUMI_ACCESS_TOKEN: "x",
    PULUMI_CONFIG_PASSPHRASE: "open",
    PULUMI_CONFIG_PASSPHRASE_FILE: "",
    KUBECONFIG: "x",
    VAULT_TOKEN: "x",
    GITHUB_TOKEN: "x",
    NPM_TOKEN: "x",
    SSH_AUTH_SOCK: "x",
    ANYTHING_ELSE: "x",
  };
  const ALLOWED =
    /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|TZ|TMPDIR|TEMP|TMP|TERM|NODE_ENV|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_COMPILE_CACHE|NODE_NO_WARNINGS|NO_COLOR|FORCE_COLOR|CI|SYSTEMROOT|LC_.*|CAUSEWAY_.*|XDG_.*)$/;
  // What the Automation API and the SDK's runners set and are given.
  const OWN =
    /^PULUMI_(CONFIG|CONFIG_SECRET_KEYS|(NODEJS_)?(ORGANIZATION|PROJECT|STACK|DRY_RUN|ROOT_DIRECTORY|PARALLEL|QUERY_MODE|MONITOR|ENGINE|SYNC|TRACING|CACHE_.*|TYPESCRIPT)|DEBUG_COMMANDS)$/;

  it("is what is on a list, for programs and policy packs", async () => {
    const project = testProject(`exports.names = Object.keys(process.env);`);
    const env = { ...PARENT, NODE_COMPILE_CACHE: path.join(project.home, "compiled") };
    const engine = embeddedPulumi({ clouds: project.cloud, home: project.home, env });
    const stack = await project.stack("dev", { engine });
    const pack = packBeside(
      project,
      "names",
      `const { PolicyPack } = require("@pulumi/policy");
      new PolicyPack("names", { policies: [{ name: "names", description: "Names.", enforcementLevel: "advisory",
        validateStack: (args, report) => report("names=" + Object.keys(process.env).join()) }] });`,
    );
    const { events, onEvent } = collector();
    const { outputs } = await stack.up({ policyPacks: [pack], onEvent });
    const told = events
      .map(({ policyEvent }) => /names=(\S+)/.exec(policyEvent?.message ?? "")?.[1])
      .find(Boolean);
    for (const names of [outputs["names"]?.value as string[], told?.split(",") ?? []]) {
      expect(names).toEqual(expect.arrayContaining(["PATH", "NODE_COMPILE_CACHE"]));
      expect(names.filter((name) => !ALLOWED.test(name) && !OWN.test(name))).toEqual([]);
    }
  });
});
