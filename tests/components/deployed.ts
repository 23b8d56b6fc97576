import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { LocalWorkspace, type ConfigMap, type Stack } from "@pulumi/pulumi/automation";
import { simulatedClouds, type Fault } from "../../automation/clouds";
import { embeddedPulumi } from "../../automation/engine";
import { MANDATORY_TAG_KEYS } from "../../components/core";

const repository = path.resolve(__dirname, "../..");

export const TENANCY = "ocid1.tenancy.oc1..aaaaaaaaexample";

/** The start of a program that makes what every OCI component expects: `compartmentId`, and the tag namespace with its keys. */
export const TENANCY_SETUP = `
const tenancy = ${JSON.stringify(TENANCY)};
const { Compartment } = require("@pulumi/oci/identity/compartment");
const { Tag } = require("@pulumi/oci/identity/tag");
const { TagNamespace } = require("@pulumi/oci/identity/tagNamespace");
const compartmentId = new Compartment("shop", { compartmentId: tenancy, name: "shop", description: "The shop" }).id;
const tagNamespaceId = new TagNamespace("causeway", { compartmentId: tenancy, name: "causeway", description: "Tags" }).id;
for (const name of ${JSON.stringify(MANDATORY_TAG_KEYS)}) new Tag(name, { tagNamespaceId, name, description: name });
exports.compartmentId = compartmentId;`;

/** An AWS account and an OCI tenancy, simulated, in which programs are deployed one after the other. */
export interface Account {
  /**
   * A stack whose program is the module, a path below `dist/`, or the JavaScript given as `source`.
   * @param name `project/stack`
   */
  stack(name: string, program: { module: string } | { source: string }, config?: ConfigMap): Promise<Stack>;
  /** Adds a fault to the clouds; the answer ends it. */
  inject(fault: Fault): () => void;
  /** Where what exists in the clouds is kept. */
  readonly world: string;
  /** The state of a stack, `project/stack`, as it lies on disk. */
  stateFile(name: string): string;
  close(): void;
}

/** A resource in a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

/** What a stack holds, by logical name. */
export async function stateOf(stack: Stack): Promise<ReadonlyMap<string, StateResource>> {
  const { resources = [] } = (await stack.exportStack()).deployment as { resources?: StateResource[] };
  return new Map(resources.map((resource) => [resource.urn.split("::").at(-1) ?? "", resource]));
}

export function simulatedAccount(): Account {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "causeway-account-"));
  const clouds = simulatedClouds({
    home: path.join(home, "world"),
    scenario: { awsAccount: "111111111111", ociTenancy: TENANCY },
  });
  const engine = embeddedPulumi({ clouds, home: path.join(home, "state") });
  return {
    stack: async (name, program, config = {}) => {
      const [project = "", stackName = ""] = name.split("/");
      const workDir = path.join(home, "programs", project, stackName);
      fs.mkdirSync(workDir, { recursive: true });
      const target = "module" in program ? path.join(repository, "dist", program.module) : undefined;
      const source =
        target === undefined && "source" in program
          ? program.source
          : `module.exports = require(${JSON.stringify(target)});`;
      fs.writeFileSync(path.join(workDir, "index.js"), source);
      fs.writeFileSync(path.join(workDir, "package.json"), '{ "name": "trial", "main": "index.js" }\n');
      fs.writeFileSync(path.join(workDir, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
      fs.symlinkSync(path.join(repository, "node_modules"), path.join(workDir, "node_modules"));
      const stack = await LocalWorkspace.createOrSelectStack(
        { stackName, workDir },
        { pulumiCommand: engine, envVars: { PULUMI_CONFIG_PASSPHRASE: "open" } },
      );
      await stack.setAllConfig(config);
      return stack;
    },
    inject: (fault) => clouds.inject(fault),
    world: path.join(home, "world"),
    stateFile: (name) => path.join(home, "state", "stacks", name, "checkpoint.json"),
    close: () => {
      clouds.close();
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}
