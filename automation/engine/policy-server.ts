/** A policy pack in a process of its own: `@pulumi/policy`'s server, started by the SDK's runner as the CLI does it. */
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import * as analyzerPb from "@pulumi/pulumi/proto/analyzer_pb";
import * as analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { configurePack } from "./analyzer-config";
import { childEnvironment } from "./child";
import type { Child, Environment } from "./child";
import type { ConfigValue } from "./config";
import { EngineError, messageOf, usage } from "./errors";
import { PRELOAD_PLAIN_PACK } from "./preload";
import { findRunner } from "./program";
import { startServedChild } from "./served-child";
import { channelOptions, emptyPb, grpc, parseYaml, sdkDirectory } from "./sdk";
import { ORGANIZATION } from "./store";
import { call, optional } from "./unary-call";

/** What a pack is told of the one stack that it judges. */
export interface PackStack {
  readonly name: string;
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** What the caller set for the stack's program. */
  readonly env: Environment;
}

export interface PackOptions {
  readonly directory: string;
  /** JSON file with the pack's configuration. */
  readonly configFile: string | undefined;
  readonly project: string;
  readonly preview: boolean;
  readonly engineAddress: string;
  readonly parentEnv: Environment;
  /** Left out for a pack that judges many stacks. */
  readonly stack: PackStack | undefined;
}

/** A line that a pack printed. */
export type PackLine = (severity: "info" | "info#err", line: string) => void;

interface Manifest {
  readonly version?: string;
  readonly main?: string;
  readonly runtime?: string | { readonly options?: { readonly typescript?: boolean } };
}

export class PolicyServer {
  private constructor(
    readonly name: string,
    readonly version: string,
    /** Whether one of its policies is at the level for it: a pack is not asked for nothing, resource by resource. */
    readonly remediates: boolean,
    readonly client: analyzerGrpc.AnalyzerClient,
    private readonly child: Child,
  ) {}

  static async start(options: PackOptions, onLine: PackLine): Promise<PolicyServer> {
    const manifest = readManifest(options.directory);
    const { port, child } = await startPack(options, manifest, onLine);
    const client = new analyzerGrpc.AnalyzerClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
      channelOptions,
    );
    try {
      const info = await call<analyzerPb.AnalyzerInfo>((done) =>
        client.getAnalyzerInfo(new emptyPb.Empty(), done),
      );
      await configureStack(client, options);
      const remediates = await configurePack(client, info, options.configFile);
      const version = manifest.version ?? info.getVersion();
      return new PolicyServer(info.getName(), version, remediates, client, child);
    } catch (error) {
      client.close();
      child.kill();
      throw error;
    }
  }

  /** Resolves when its process has ended, for whatever reason. */
  get ended(): Promise<number> {
    return this.child.exited;
  }

  /** Lets the engine's process end without stopping the server first; it is then ended, too. */
  unref(): void {
    this.child.unref();
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

function startPack(
  options: PackOptions,
  manifest: Manifest,
  onLine: PackLine,
): Promise<{ port: number; child: Child }> {
  const { stack, project, preview } = options;
  const directory =
    manifest.main === undefined ? options.directory : path.resolve(options.directory, manifest.main);
  return startServedChild({
    what: `policy pack ${JSON.stringify(options.directory)}`,
    // The runner takes the engine's address and does not use it.
    args: [...packPreload(manifest), runner(options.directory), options.engineAddress, directory],
    cwd: options.directory,
    env: childEnvironment(options.parentEnv, stack?.env ?? {}, {
      PULUMI_NODEJS_ORGANIZATION: ORGANIZATION,
      PULUMI_NODEJS_PROJECT: project,
      PULUMI_NODEJS_DRY_RUN: String(preview),
      PULUMI_ORGANIZATION: ORGANIZATION,
      PULUMI_PROJECT: project,
      PULUMI_DRY_RUN: String(preview),
      ...(stack === undefined ? {} : stackVariables(stack)),
    }),
    onLine,
  });
}

/** A manifest says `runtime.options.typescript: false` of a pack that needs no compiler, as a project's does. */
function packPreload({ runtime }: Manifest): readonly string[] {
  return typeof runtime === "object" && runtime.options?.typescript === false ? PRELOAD_PLAIN_PACK : [];
}

function stackVariables({ name, config }: PackStack): Environment {
  const values = Object.entries(config).map(([key, { value }]) => [key, value]);
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(values)),
    PULUMI_NODEJS_STACK: name,
    PULUMI_STACK: name,
  };
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
  request.setStack(options.stack?.name ?? "");
  request.setProject(options.project);
  request.setOrganization(ORGANIZATION);
  request.setDryRun(options.preview);
  for (const [key, { value, secret }] of Object.entries(options.stack?.config ?? {})) {
    request.getConfigMap().set(key, value);
    if (secret) request.addConfigSecretKeys(key);
  }
  await optional<analyzerPb.AnalyzerStackConfigureResponse>((done) => client.configureStack(request, done));
}
