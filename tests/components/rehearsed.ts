import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { embeddedPulumi } from "../../automation/engine";
import { simulatedClouds, type ScenarioDefinition } from "../../automation/clouds";

const repository = path.resolve(__dirname, "../..");

/** A resource in the state of a stack. */
export interface StateResource {
  readonly type: string;
  readonly urn: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

export interface Rehearsal {
  readonly stack: Stack;
  /** The resources of the stack, by logical name. */
  readonly state: () => Promise<ReadonlyMap<string, StateResource>>;
  /** The state's file, as it lies on disk. */
  readonly stateFile: string;
  readonly close: () => void;
}

/** A compiled module of the product, for a program's source: `compiled("components/vault")`. */
export const compiled = (module: string): string =>
  `require(${JSON.stringify(path.join(repository, "dist", module))})`;

/**
 * A program on the embedded engine and the simulated clouds.
 * @param source CommonJS; see {@link compiled}. What it assigns to `module.exports` are the outputs.
 */
export async function rehearsal(
  source: string,
  config: Readonly<Record<string, string>> = {},
  scenario?: ScenarioDefinition,
): Promise<Rehearsal> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "causeway-rehearsal-"));
  const workDir = path.join(folder, "project");
  fs.mkdirSync(workDir);
  fs.writeFileSync(path.join(workDir, "index.js"), source);
  fs.writeFileSync(path.join(workDir, "package.json"), '{ "name": "example", "main": "index.js" }\n');
  fs.writeFileSync(path.join(workDir, "Pulumi.yaml"), "name: example\nruntime: nodejs\n");
  fs.symlinkSync(path.join(repository, "node_modules"), path.join(workDir, "node_modules"));
  const clouds = simulatedClouds({
    home: path.join(folder, "clouds"),
    ...(scenario === undefined ? {} : { scenario }),
  });
  const home = path.join(folder, "state");
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", workDir },
    {
      pulumiCommand: embeddedPulumi({ clouds, home }),
      envVars: { PULUMI_CONFIG_PASSPHRASE: "rehearsal" },
    },
  );
  await stack.setAllConfig(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])),
  );
  return {
    stack,
    async state() {
      const exported = await stack.exportStack();
      const { resources = [] } = exported.deployment as { resources?: StateResource[] };
      return new Map(resources.map((resource) => [resource.urn.split("::").at(-1) ?? "", resource]));
    },
    stateFile: path.join(home, "stacks", "example", "dev", "checkpoint.json"),
    close() {
      clouds.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
