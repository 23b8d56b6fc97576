/** `runner FOLDER HOME CALL`: deploys, and kills its own process when the cloud is about to be asked for CALL. */
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { embeddedPulumi } from "../../../../automation/engine";
import { SimCloud } from "./sim";

async function main([workDir = "", home = "", call = ""]: readonly string[]): Promise<void> {
  const cloud = new SimCloud();
  cloud.before = (about) => {
    if (about === call) process.kill(process.pid, "SIGKILL");
  };
  const stack = await LocalWorkspace.selectStack(
    { stackName: "dev", workDir },
    { pulumiCommand: embeddedPulumi({ clouds: cloud, home }) },
  );
  await stack.up();
}

void main(process.argv.slice(2));
