/** Runs one scenario on an engine, embedded or real, and writes down what can be compared. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { EngineEvent, LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation";
import { temporaryFolder, testProject } from "../../automation/engine/support/project";
import type { TestProject } from "../../automation/engine/support/project";
import type { Clouds } from "../../../automation/engine";
import { SimCloud } from "../../automation/engine/support/sim";
import type { Levelled } from "../differences";
import { servePackage } from "./serve";

export interface Stage {
  /** @default "up" */
  readonly run?: "up" | "preview" | "destroy" | "refresh" | "import" | "rename";
  /** What an import is given. */
  readonly imports?: Omit<Parameters<Stack["import"]>[0], "generateCode">;
  /** The new name of a stack that is renamed. */
  readonly to?: string;
  /** Replaces the program. */
  readonly program?: string;
  readonly config?: Readonly<Record<string, string | { secret: string }>>;
  readonly target?: readonly string[];
  readonly targetDependents?: boolean;
  readonly exclude?: readonly string[];
  readonly excludeDependents?: boolean;
  readonly continueOnError?: boolean;
  readonly replace?: readonly string[];
  readonly refreshFirst?: boolean;
  readonly expectNoChanges?: boolean;
  /** Only shows what a refresh or a destroy would do. */
  readonly previewOnly?: boolean;
  /** Interrupted while the cloud is at this call, as by Ctrl-C; the call goes on when the engine has heard of it. */
  readonly interruptAt?: string;
  /** Files that go, beside the program. */
  readonly without?: readonly string[];
  /** Something happens to the cloud behind the engine's back. */
  readonly meanwhile?: (cloud: SimCloud) => void;
  /** The state is exported, changed by hand and imported again. */
  readonly edit?: (resources: readonly Record<string, unknown>[]) => void;
  /** Files beside the program. */
  readonly files?: Readonly<Record<string, string>>;
  readonly policyPack?: string;
  readonly policyConfig?: unknown;
  /** Whether it fails, and with which messages in part. */
  readonly fails?: readonly string[];
  /** What the cloud is asked to do, in order. */
  readonly calls?: readonly string[];
}

export interface Scenario {
  /** What the engines are known to do differently in it. */
  readonly differs?: readonly Levelled[];
  readonly name: string;
  readonly stages: readonly Stage[];
  /** Other projects' stacks that are deployed first, with their outputs: `name: program`. */
  readonly before?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly succeeded: boolean;
  /** `op name` of each step that was done. */
  readonly steps: readonly string[];
  readonly started: readonly string[];
  readonly failed: readonly string[];
  readonly changes: Readonly<Record<string, number>> | undefined;
  readonly errors: readonly string[];
  readonly policies: readonly string[];
  readonly outputs: unknown;
  readonly state: readonly unknown[];
  readonly calls: readonly string[];
  /** Keys and kinds of the differences that steps were made for. */
  readonly differences: readonly string[];
}

export interface EngineUnderTest {
  readonly name: string;
  run(scenario: Scenario): Promise<Outcome[]>;
}

export const embedded: EngineUnderTest = {
  name: "embedded engine",
  run: async (scenario) => {
    const cloud = new SimCloud();
    const home = temporaryFolder("conformance");
    const project = testProject("", { cloud, home, dynamicProviders: true });
    return runStages(scenario, project.folder, cloud, embeddedWorkspace(project));
  },
};

/** The CLI's version where there is one; the conformance tests run on it too. */
export function findCli(): string | undefined {
  try {
    return execFileSync("pulumi", ["version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export const realCli: EngineUnderTest = {
  name: "Pulumi CLI",
  run: async (scenario) => {
    const cloud = new SimCloud();
    const project = testProject("", { cloud });
    const cli = await cliWorkspace(cloud);
    try {
      return await runStages(scenario, project.folder, cloud, cli);
    } finally {
      cli.close();
    }
  },
};

export function embeddedWorkspace({ engine }: TestProject): Driven {
  const workspace = { pulumiCommand: engine, envVars: { PULUMI_CONFIG_PASSPHRASE: "open" } };
  return { workspace, interrupted: () => Promise.resolve() };
}

export interface Driven {
  readonly workspace: LocalWorkspaceOptions;
  /** Resolves when the engine has heard that it is to stop. */
  readonly interrupted: () => Promise<void>;
}

/** What LocalWorkspace needs to drive the CLI of this machine on a simulated cloud, with a backend of its own. */
export async function cliWorkspace(cloud: Clouds): Promise<Driven & { readonly close: () => void }> {
  const servers = await Promise.all(
    cloud.packages.map(async (name) => {
      const pkg = cloud.package(name);
      if (pkg === undefined) throw new Error(`no package ${name}`);
      return { name, served: await servePackage(pkg) };
    }),
  );
  return {
    workspace: {
      pulumiHome: temporaryFolder("cli-home"),
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "open",
        PULUMI_BACKEND_URL: `file://${temporaryFolder("cli-state")}`,
        NODE_OPTIONS: `--import ${pathToFileURL(path.join(__dirname, "plain-errors.mjs")).href}`,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_DEBUG_PROVIDERS: servers.map(({ name, served }) => `${name}:${served.port}`).join(","),
      },
    },
    // The CLI tells the providers.
    interrupted: () => Promise.race(servers.map(({ served }) => served.cancelled)),
    close: () => {
      for (const { served } of servers) served.close();
    },
  };
}

async function runStages(
  scenario: Scenario,
  folder: string,
  cloud: SimCloud,
  { workspace, interrupted }: Driven,
): Promise<Outcome[]> {
  const file = path.join(folder, "index.js");
  const prelude = fs.readFileSync(file, "utf8");
  for (const [name, program] of Object.entries(scenario.before ?? {})) {
    fs.writeFileSync(file, prelude + program);
    const other = await LocalWorkspace.createOrSelectStack({ stackName: name, workDir: folder }, workspace);
    await other.up();
  }
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", workDir: folder }, workspace);
  const outcomes: Outcome[] = [];
  for (const stage of scenario.stages) {
    if (stage.program !== undefined) fs.writeFileSync(file, prelude + stage.program);
    for (const [name, text] of Object.entries(stage.files ?? {})) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    for (const [key, value] of Object.entries(stage.config ?? {})) {
      const secret = typeof value !== "string";
      await stack.setConfig(key, { value: secret ? value.secret : value, secret });
    }
    for (const name of stage.without ?? []) fs.rmSync(path.join(folder, name));
    stage.meanwhile?.(cloud);
    if (stage.edit !== undefined) {
      const exported = await stack.exportStack();
      stage.edit((exported.deployment as { resources: Record<string, unknown>[] }).resources);
      await stack.importStack(exported);
    }
    outcomes.push(await runStage(stack, stage, cloud, folder, interrupted));
  }
  return outcomes;
}

/** What the SDK makes of a command that fails. */
const FAILURES = ["CommandError", "StackAlreadyExistsError", "ConcurrentUpdateError", "StackNotFoundError"];

async function runStage(
  stack: Stack,
  stage: Stage,
  cloud: SimCloud,
  folder: string,
  interrupted: () => Promise<void>,
): Promise<Outcome> {
  const controller = new AbortController();
  cloud.before = async (call) => {
    if (call !== stage.interruptAt) return;
    controller.abort();
    await interrupted();
  };
  const events: EngineEvent[] = [];
  const callsBefore = cloud.calls.length;
  const common = {
    parallel: 1,
    signal: controller.signal,
    onEvent: (event: EngineEvent) => events.push(event),
    ...(stage.target === undefined ? {} : { target: [...stage.target] }),
    ...(stage.targetDependents === true ? { targetDependents: true } : {}),
    ...(stage.exclude === undefined ? {} : { exclude: [...stage.exclude] }),
    ...(stage.excludeDependents === true ? { excludeDependents: true } : {}),
    ...(stage.continueOnError === true ? { continueOnError: true } : {}),
  };
  const policyConfig = path.join(folder, "policy.json");
  if (stage.policyConfig !== undefined) fs.writeFileSync(policyConfig, JSON.stringify(stage.policyConfig));
  const programmed = {
    ...common,
    ...(stage.replace === undefined ? {} : { replace: [...stage.replace] }),
    ...(stage.refreshFirst === true ? { refresh: true } : {}),
    ...(stage.expectNoChanges === true ? { expectNoChanges: true } : {}),
    ...(stage.policyPack === undefined ? {} : { policyPacks: [path.join(folder, stage.policyPack)] }),
    ...(stage.policyConfig === undefined ? {} : { policyPackConfigs: [policyConfig] }),
  };
  const unprogrammed = { ...common, ...(stage.previewOnly === true ? { previewOnly: true } : {}) };
  const said: string[] = [];
  let succeeded = true;
  let refusal = "";
  try {
    switch (stage.run ?? "up") {
      case "up":
        await stack.up(programmed);
        break;
      case "preview":
        await stack.preview(programmed);
        break;
      case "import":
        await stack.import({ generateCode: false, ...stage.imports });
        break;
      case "rename":
        await stack.rename({ stackName: stage.to ?? "" });
        break;
      case "destroy":
        await stack.destroy(unprogrammed);
        break;
      case "refresh":
        await stack.refresh({
          ...unprogrammed,
          ...(stage.expectNoChanges === true ? { expectNoChanges: true } : {}),
        });
        break;
    }
  } catch (error) {
    if (!(error instanceof Error) || !FAILURES.includes(error.name)) throw error;
    succeeded = false;
    // These have no events: of what they print, that is looked for.
    if (stage.run === "import" || stage.run === "rename") {
      said.push(error.name, ...(stage.fails ?? []).filter((text) => error.message.includes(text)));
    } else {
      refusal = error.message;
    }
  }
  const reported = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [plain(diagnosticEvent.message)] : [],
  );
  // What is refused before anything starts is only printed.
  const printed = events.some(({ summaryEvent }) => summaryEvent !== undefined)
    ? []
    : [...refusal.matchAll(/(?:^|stderr: )error: (.*)$/gm)].map(([, text = ""]) => text);
  const exported = (await stack.exportStack()) as { deployment: { resources?: Record<string, unknown>[] } };
  return normalize(
    {
      succeeded,
      steps: events.flatMap((event) => stepOf(event.resOutputsEvent)),
      started: events.flatMap((event) => stepOf(event.resourcePreEvent)),
      failed: events.flatMap((event) => stepOf(event.resOpFailedEvent)),
      changes: events.find((event) => event.summaryEvent !== undefined)?.summaryEvent?.resourceChanges,
      errors: [...reported, ...new Set(printed), ...said],
      policies: events.flatMap(({ policyEvent }) =>
        policyEvent === undefined
          ? []
          : [`${policyEvent.enforcementLevel} ${policyEvent.policyName}: ${plain(policyEvent.message)}`],
      ),
      outputs: await stack.outputs(),
      state: (exported.deployment.resources ?? []).map(comparable),
      calls: cloud.calls.slice(callsBefore),
      differences: events.flatMap(({ resourcePreEvent }) => differencesOf(resourcePreEvent)),
    },
    folder,
  );
}

type StepEvent = NonNullable<EngineEvent["resOutputsEvent"]>;

function stepOf(event: Pick<StepEvent, "metadata"> | undefined): string[] {
  if (event === undefined) return [];
  const { op, urn } = event.metadata;
  return [`${op} ${urn.slice(urn.lastIndexOf("::") + 2)}`];
}

function differencesOf(event: Pick<StepEvent, "metadata"> | undefined): string[] {
  if (event === undefined) return [];
  const { op, urn, keys, diffs, detailedDiff } = event.metadata;
  const details = Object.entries(detailedDiff ?? {}).map(([at, { diffKind }]) => `${at}=${diffKind}`);
  if ((keys ?? []).length + (diffs ?? []).length + details.length === 0) return [];
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return [
    `${op} ${name}: keys ${keys?.join() ?? ""}; diffs ${diffs?.join() ?? ""}; ${details.sort().join(" ")}`,
  ];
}

/** Without colour marks and without what differs from run to run. */
function plain(message: string): string {
  return message.replaceAll(/<\{%.*?%\}>/g, "").trim();
}

/** Fields that are about the machine or the moment, or that the embedded engine does not record. */
const LEFT_OUT = new Set(["created", "modified", "sourcePosition", "stackTrace"]);

function comparable(resource: Record<string, unknown>): unknown {
  return Object.fromEntries(
    Object.entries(resource)
      .filter(([key]) => !LEFT_OUT.has(key))
      .map(([key, value]) => [
        key,
        key === "dependencies" && Array.isArray(value) ? (value as string[]).toSorted() : value,
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}

function normalize(outcome: Outcome, folder: string): Outcome {
  const text = JSON.stringify(outcome)
    .replaceAll(folder, "<folder>")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>");
  return JSON.parse(text) as Outcome;
}
