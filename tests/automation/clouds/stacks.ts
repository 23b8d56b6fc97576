import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { SimulatedClouds, SimulatedCloudsOptions } from "../../../automation/clouds";
import { embeddedPulumi } from "../../../automation/engine";
import { openClouds, temporaryFolder } from "./harness";

/** A stack on simulated clouds of its own, whose program can be replaced. */
export interface Rehearsal {
  readonly clouds: SimulatedClouds;
  readonly stack: Stack;
  readonly program: (source: string) => void;
}

const PRELUDE = `const pulumi = require("@pulumi/pulumi");
const aws = { cloudwatch: require("@pulumi/aws/cloudwatch"), ec2: require("@pulumi/aws/ec2"), sns: require("@pulumi/aws/sns"), sqs: require("@pulumi/aws/sqs"), kms: require("@pulumi/aws/kms") };
`;

/** @param options where and with what the clouds are opened; a new world when left out. */
export async function rehearsal(
  source: string,
  options: Partial<SimulatedCloudsOptions> = {},
): Promise<Rehearsal> {
  const folder = temporaryFolder();
  const clouds = openClouds({ scenario: { awsAccount: "111111111111" }, ...options });
  const engine = embeddedPulumi({ clouds, home: path.join(folder, "state") });
  const workDir = path.join(folder, "program");
  mkdirSync(workDir);
  const program = (text: string): void => {
    writeFileSync(path.join(workDir, "index.js"), PRELUDE + text);
  };
  program(source);
  writeFileSync(path.join(workDir, "package.json"), '{ "name": "trial", "main": "index.js" }\n');
  writeFileSync(path.join(workDir, "Pulumi.yaml"), "name: trial\nruntime: nodejs\n");
  symlinkSync(path.resolve("node_modules"), path.join(workDir, "node_modules"));
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", workDir },
    { pulumiCommand: engine, envVars: { PULUMI_CONFIG_PASSPHRASE: "open" } },
  );
  await stack.setConfig("aws:region", { value: "us-east-1" });
  return { clouds, stack, program };
}
