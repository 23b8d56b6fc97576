/**
 * `runner FOLDER HOME CALL [PACK]`: deploys under a policy pack, and kills its own process when the cloud is about to be
 * asked for CALL. It does not close its engine; it prints how many milliseconds its process lived on after the operation.
 */
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { embeddedPulumi } from "../../../../automation/engine";
import { SimCloud } from "./sim";

async function main([workDir = "", home = "", call = "", pack]: readonly string[]): Promise<void> {
  const cloud = new SimCloud();
  cloud.before = (about) => {
    if (about === call) process.kill(process.pid, "SIGKILL");
  };
  const stack = await LocalWorkspace.selectStack(
    { stackName: "dev", workDir },
    { pulumiCommand: embeddedPulumi({ clouds: cloud, home }) },
  );
  await stack.up(pack === undefined ? {} : { policyPacks: [pack] });
  const done = performance.now();
  process.on("exit", () => console.log(performance.now() - done));
}

void main(process.argv.slice(2));
