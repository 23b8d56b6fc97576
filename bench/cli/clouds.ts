/**
 * `clouds FOLDER`: serves the simulated clouds to the Pulumi CLI until its input ends. Prints what PULUMI_DEBUG_PROVIDERS
 * takes.
 */
import { simulatedClouds } from "../../automation/clouds";
import { servePackage } from "../../tests/conformance/support/serve";

async function main([home = ""]: readonly string[]): Promise<void> {
  const clouds = simulatedClouds({ home });
  const served = await Promise.all(
    clouds.packages.map(async (name) => {
      const pkg = clouds.package(name);
      if (pkg === undefined) throw new Error(`no package ${name}`);
      return { name, ...(await servePackage(pkg)) };
    }),
  );
  process.stdin.resume().on("end", () => {
    for (const one of served) one.close();
    clouds.close();
  });
  console.log(served.map(({ name, port }) => `${name}:${port}`).join(","));
}

void main(process.argv.slice(2));
