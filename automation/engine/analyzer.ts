/** Policy packs, run by `@pulumi/policy`'s own server through the SDK's runner, and asked as the CLI asks them. */
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import * as analyzerPb from "@pulumi/pulumi/proto/analyzer_pb";
import * as analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { LEVELS, configurePack } from "./analyzer-config";
import type { Level } from "./analyzer-config";
import { storedAsset } from "./assets";
import { childEnvironment, startChild } from "./child";
import type { Child, Environment } from "./child";
import type { ConfigValue } from "./config";
import { EngineError, messageOf, usage } from "./errors";
import { blind } from "./events";
import type { EventStream } from "./events";
import { findRunner } from "./program";
import { channelOptions, emptyPb, grpc, parseYaml, sdkDirectory } from "./sdk";
import type { ResourceState } from "./state";
import type { Goal } from "./steps/step";
import { ORGANIZATION } from "./store";
import { call, optional } from "./unary-call";
import { nameOf } from "./urn";
import type { PropertyMap } from "./values";
import { decodeStruct, encodeStruct } from "./wire";

export interface PackOptions {
  readonly directory: string;
  /** JSON file with the pack's configuration. */
  readonly configFile: string | undefined;
  readonly project: string;
  readonly stack: string;
  readonly preview: boolean;
  readonly engineAddress: string;
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly parentEnv: Environment;
  readonly env: Environment;
}

export type Verdict = "passed" | "refused";

const SEVERITIES = ["", "low", "medium", "high", "critical"];

/** A pack has this long to answer its first call: it compiles TypeScript on the way. */
const START_SECONDS = 120;

interface Manifest {
  readonly version?: string;
  readonly main?: string;
}

export class Analyzer {
  private constructor(
    readonly name: string,
    readonly version: string,
    private readonly client: analyzerGrpc.AnalyzerClient,
    private readonly child: Child,
    private readonly events: EventStream,
  ) {}

  static async start(options: PackOptions, events: EventStream): Promise<Analyzer> {
    const manifest = readManifest(options.directory);
    const pack = await startPack(options, manifest, events);
    const client = new analyzerGrpc.AnalyzerClient(
      `127.0.0.1:${pack.port}`,
      grpc.credentials.createInsecure(),
      channelOptions,
    );
    try {
      const info = await call<analyzerPb.AnalyzerInfo>((done) =>
        client.getAnalyzerInfo(new emptyPb.Empty(), done),
      );
      await configureStack(client, options);
      await configurePack(client, info, options.configFile);
      return new Analyzer(info.getName(), manifest.version ?? info.getVersion(), client, pack.child, events);
    } catch (error) {
      client.close();
      pack.child.kill();
      throw error;
    }
  }

  /** The inputs as the pack's remediations leave them. */
  async remediate(
    state: ResourceState,
    goal: Goal,
    provider: ResourceState | undefined,
  ): Promise<PropertyMap> {
    const request = analyzeRequest(state, goal, provider);
    // What comes back replaces the inputs, so a remediation gets all of them.
    request.setProperties(encodeStruct(state.inputs, encoding));
    const response = await optional<analyzerPb.RemediateResponse>((done) =>
      this.client.remediate(request, done),
    );
    let inputs = state.inputs;
    for (const remediation of response?.getRemediationsList() ?? []) {
      if (remediation.getDiagnostic() !== "") {
        this.#violation(state.urn, "advisory", remediation.getDiagnostic(), remediation.getPolicyname());
        continue;
      }
      const properties = remediation.getProperties();
      if (properties === undefined) continue;
      const after = decodeStruct(properties, { asset: storedAsset });
      this.events.emit({
        policyRemediationEvent: {
          resourceUrn: state.urn,
          color: "raw",
          policyName: remediation.getPolicyname(),
          ...this.#pack(),
          before: blind(inputs),
          after: blind(after),
        },
      });
      inputs = after;
    }
    return inputs;
  }

  async analyze(state: ResourceState, goal: Goal, provider: ResourceState | undefined): Promise<Verdict> {
    const request = analyzeRequest(state, goal, provider);
    const response = await call<analyzerPb.AnalyzeResponse>((done) => this.client.analyze(request, done));
    return this.#report(response, () => state.urn);
  }

  async analyzeStack(
    states: readonly ResourceState[],
    goals: ReadonlyMap<string, Goal>,
    providers: ReadonlyMap<string, ResourceState>,
    root: string,
  ): Promise<Verdict> {
    const request = new analyzerPb.AnalyzeStackRequest();
    request.setResourcesList(
      states.map((state) => stackResource(state, goals.get(state.urn), providers.get(state.provider))),
    );
    const response = await optional<analyzerPb.AnalyzeResponse>((done) =>
      this.client.analyzeStack(request, done),
    );
    const known = new Set(states.map((state) => state.urn));
    return this.#report(response, (urn) => (known.has(urn) ? urn : root));
  }

  #report(response: analyzerPb.AnalyzeResponse | undefined, place: (urn: string) => string): Verdict {
    let verdict: Verdict = "passed";
    for (const diagnostic of response?.getDiagnosticsList() ?? []) {
      const given = LEVELS[diagnostic.getEnforcementlevel()] ?? "mandatory";
      // What a remediation left in violation is refused.
      const level = given === "remediate" ? "mandatory" : given;
      if (level === "mandatory") verdict = "refused";
      const severity = SEVERITIES[diagnostic.getSeverity()] ?? "";
      this.#violation(
        place(diagnostic.getUrn()),
        level,
        diagnostic.getMessage(),
        diagnostic.getPolicyname(),
        severity,
      );
    }
    return verdict;
  }

  #violation(urn: string, level: Level, message: string, policyName: string, severity = ""): void {
    this.events.emit({
      policyEvent: {
        resourceUrn: urn,
        message: `${message}\n`,
        color: "raw",
        policyName,
        ...this.#pack(),
        enforcementLevel: level,
        ...(severity === "" ? {} : { severity }),
      },
    });
  }

  #pack(): { policyPackName: string; policyPackVersion: string; policyPackVersionTag: string } {
    return { policyPackName: this.name, policyPackVersion: this.version, policyPackVersionTag: this.version };
  }

  async stop(): Promise<void> {
    this.client.close();
    this.child.kill();
    await this.child.exited;
  }
}

function readManifest(directory: string): Manifest {
  const file = path.join(directory, "PulumiPolicy.yaml");
  try {
    return parseYaml(fs.readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw usage(
      `failed to load Pulumi policy project located at ${JSON.stringify(directory)}: ${messageOf(error)}`,
    );
  }
}

async function startPack(
  options: PackOptions,
  manifest: Manifest,
  events: EventStream,
): Promise<{ port: number; child: Child }> {
  const directory =
    manifest.main === undefined ? options.directory : path.resolve(options.directory, manifest.main);
  let listening: (port: number) => void = () => undefined;
  const port = new Promise<number>((resolve) => (listening = resolve));
  let first = true;
  const errors: string[] = [];
  const child = startChild({
    args: [runner(options.directory), options.engineAddress, directory],
    cwd: options.directory,
    env: childEnvironment(options.parentEnv, options.env, {
      PULUMI_CONFIG: JSON.stringify(
        Object.fromEntries(Object.entries(options.config).map(([key, { value }]) => [key, value])),
      ),
      PULUMI_NODEJS_ORGANIZATION: ORGANIZATION,
      PULUMI_NODEJS_PROJECT: options.project,
      PULUMI_NODEJS_STACK: options.stack,
      PULUMI_NODEJS_DRY_RUN: String(options.preview),
      PULUMI_ORGANIZATION: ORGANIZATION,
      PULUMI_PROJECT: options.project,
      PULUMI_STACK: options.stack,
      PULUMI_DRY_RUN: String(options.preview),
    }),
    onStdout: (line) => {
      if (first && /^\d+$/.test(line.trim())) listening(Number(line));
      else events.diagnose("info", line);
      first = false;
    },
    onStderr: (line) => {
      errors.push(line);
      events.diagnose("info#err", line);
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed("it did not start in time")), START_SECONDS * 1000);
  });
  const died = child.exited.then((code): never => {
    throw failed(
      `it ended with code ${code}${errors.length > 0 ? `:\n${errors.slice(-20).join("\n")}` : ""}`,
    );
  });
  died.catch(() => undefined);
  try {
    return { port: await Promise.race([port, died, late]), child };
  } catch (error) {
    child.kill();
    throw error;
  } finally {
    clearTimeout(timer);
  }

  function failed(why: string): EngineError {
    return usage(`policy pack ${JSON.stringify(options.directory)} failed to start: ${why}`);
  }
}

/** The pack's own SDK, or the engine's where the pack is a bundle without one. */
function runner(directory: string): string {
  try {
    return findRunner(directory, "run-policy-pack");
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return createRequire(path.join(sdkDirectory, "package.json")).resolve("./cmd/run-policy-pack");
  }
}

async function configureStack(client: analyzerGrpc.AnalyzerClient, options: PackOptions): Promise<void> {
  const request = new analyzerPb.AnalyzerStackConfigureRequest();
  request.setStack(options.stack);
  request.setProject(options.project);
  request.setOrganization(ORGANIZATION);
  request.setDryRun(options.preview);
  for (const [key, { value, secret }] of Object.entries(options.config)) {
    request.getConfigMap().set(key, value);
    if (secret) request.addConfigSecretKeys(key);
  }
  await optional<analyzerPb.AnalyzerStackConfigureResponse>((done) => client.configureStack(request, done));
}

const encoding = { secrets: true, resources: false };

/** Inputs of the engine's own, which a policy does not see. */
function visible(map: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !key.startsWith("__")));
}

function analyzeRequest(
  state: ResourceState,
  goal: Goal,
  provider: ResourceState | undefined,
): analyzerPb.AnalyzeRequest {
  const request = new analyzerPb.AnalyzeRequest();
  request.setUrn(state.urn);
  request.setType(state.type);
  request.setName(nameOf(state.urn));
  request.setProperties(encodeStruct(visible(state.inputs), encoding));
  request.setOptions(resourceOptions(state, goal));
  if (provider !== undefined) request.setProvider(providerResource(provider));
  return request;
}

function stackResource(
  state: ResourceState,
  goal: Goal | undefined,
  provider: ResourceState | undefined,
): analyzerPb.AnalyzerResource {
  const resource = new analyzerPb.AnalyzerResource();
  resource.setUrn(state.urn);
  resource.setType(state.type);
  resource.setName(nameOf(state.urn));
  resource.setProperties(encodeStruct(visible(state.outputs), encoding));
  resource.setOptions(resourceOptions(state, goal));
  resource.setParent(state.parent);
  resource.setDependenciesList([...state.dependencies]);
  for (const [key, urns] of Object.entries(state.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new analyzerPb.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    resource.getPropertydependenciesMap().set(key, dependencies);
  }
  if (provider !== undefined) resource.setProvider(providerResource(provider));
  return resource;
}

function providerResource(state: ResourceState): analyzerPb.AnalyzerProviderResource {
  const resource = new analyzerPb.AnalyzerProviderResource();
  resource.setUrn(state.urn);
  resource.setType(state.type);
  resource.setName(nameOf(state.urn));
  resource.setProperties(encodeStruct(visible(state.inputs), encoding));
  return resource;
}

function resourceOptions(state: ResourceState, goal: Goal | undefined): analyzerPb.AnalyzerResourceOptions {
  const options = new analyzerPb.AnalyzerResourceOptions();
  options.setProtect(state.protect);
  options.setIgnorechangesList([...state.ignoreChanges]);
  options.setDeletebeforereplace(goal?.deleteBeforeReplace ?? false);
  options.setDeletebeforereplacedefined(goal?.deleteBeforeReplace !== undefined);
  options.setAdditionalsecretoutputsList([...state.additionalSecretOutputs]);
  options.setAliasesList([...state.aliases]);
  options.setParent(state.parent);
  const timeouts = new analyzerPb.AnalyzerResourceOptions.CustomTimeouts();
  timeouts.setCreate(state.customTimeouts.create ?? 0);
  timeouts.setUpdate(state.customTimeouts.update ?? 0);
  timeouts.setDelete(state.customTimeouts.delete ?? 0);
  options.setCustomtimeouts(timeouts);
  return options;
}
