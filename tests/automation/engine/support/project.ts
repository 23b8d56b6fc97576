import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { embeddedPulumi } from "../../../../automation/engine";
import type { EmbeddedPulumi } from "../../../../automation/engine";
import { SimCloud } from "./sim";

const repository = path.resolve(__dirname, "../../../..");
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(name: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `causeway-${name}-`));
  folders.push(folder);
  return folder;
}

/** What every test program starts with. */
const PRELUDE = `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.CustomResource {
  constructor(name, props = {}, opts = {}) { super("sim:index:Thing", name, { arn: undefined, label: undefined, ...props }, opts); }
}
class Vault extends pulumi.CustomResource {
  constructor(name, props = {}, opts = {}) { super("sim:index:Vault", name, { key: undefined, ...props }, opts); }
}
class Sim extends pulumi.ProviderResource {
  constructor(name, props = {}, opts = {}) { super("sim", name, props, opts); }
}
class Group extends pulumi.ComponentResource {
  constructor(name, opts = {}) { super("test:index:Group", name, {}, opts); }
}
`;

export interface TestProject {
  readonly folder: string;
  readonly home: string;
  readonly cloud: SimCloud;
  readonly engine: EmbeddedPulumi;
  /** Replaces the program; \`Thing\`, \`Vault\`, \`Sim\` and \`Group\` are at hand. */
  program(source: string): void;
  stack(name?: string, options?: { engine?: EmbeddedPulumi; passphrase?: string }): Promise<Stack>;
  stackFolder(name?: string): string;
}

export function testProject(
  source: string,
  options: { name?: string; home?: string; cloud?: SimCloud; yaml?: string; dynamicProviders?: boolean } = {},
): TestProject {
  const folder = temporaryFolder("project");
  const home = options.home ?? temporaryFolder("home");
  const cloud = options.cloud ?? new SimCloud();
  const name = options.name ?? "trial";
  const { dynamicProviders = false } = options;
  const engine = embeddedPulumi({ clouds: cloud, home, dynamicProviders });
  const program = (text: string): void => fs.writeFileSync(path.join(folder, "index.js"), PRELUDE + text);
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n${options.yaml ?? ""}`);
  fs.writeFileSync(path.join(folder, "package.json"), '{ "name": "trial", "main": "index.js" }\n');
  fs.symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
  program(source);
  return {
    folder,
    home,
    cloud,
    engine,
    program,
    stack: (stackName = "dev", { engine: other, passphrase = "open" } = {}) =>
      LocalWorkspace.createOrSelectStack(
        { stackName, workDir: folder },
        { pulumiCommand: other ?? engine, envVars: { PULUMI_CONFIG_PASSPHRASE: passphrase } },
      ),
    stackFolder: (stackName = "dev") => path.join(home, "stacks", name, stackName),
  };
}

/** Runs an operation and collects its events. */
export function collector(): { events: EngineEvent[]; onEvent: (event: EngineEvent) => void } {
  const events: EngineEvent[] = [];
  return { events, onEvent: (event) => events.push(event) };
}

/** `op name` of every step that was done, in order. */
export function stepsOf(events: readonly EngineEvent[]): string[] {
  return events.flatMap(({ resOutputsEvent }) => {
    if (resOutputsEvent === undefined) return [];
    const { op, urn } = resOutputsEvent.metadata;
    return [`${op} ${urn.slice(urn.lastIndexOf("::") + 2)}`];
  });
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: string[];
  readonly initErrors?: string[];
  readonly protect?: boolean;
  readonly delete?: boolean;
  readonly aliases?: string[];
}

export async function resourcesOf(stack: Stack): Promise<StateResource[]> {
  const { deployment } = (await stack.exportStack()) as { deployment: { resources?: StateResource[] } };
  return deployment.resources ?? [];
}

export async function resourceOf(stack: Stack, name: string): Promise<StateResource | undefined> {
  return (await resourcesOf(stack)).find(({ urn }) => urn.endsWith(`::${name}`));
}

export async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("it was expected to fail");
}
