/** Does one operation to a stack's states: refreshes, destroys, or runs the program, watched by the policy packs. */
import { Analyzer } from "./analyzer";
import type { ConfigValue } from "./config";
import { destroyAll } from "./destroy";
import { importAll } from "./import";
import type { Deployment } from "./options";
import { startProgram } from "./program";
import type { Project } from "./project";
import type { Engine, OperationIo, OperationRequest } from "./request";
import type { Clouds } from "./provider";
import type { ProviderHost } from "./provider-host";
import { refreshStates } from "./refresh";
import { Session } from "./session";
import type { StepExecutor } from "./steps/executor";
import { Targets, unknownTargets } from "./steps/targets";

export async function execute(
  engine: Engine,
  project: Project,
  request: OperationRequest,
  io: OperationIo,
  values: Readonly<Record<string, ConfigValue>>,
  deployment: Deployment,
  executor: StepExecutor,
  analyzers: Analyzer[],
  outputsOf: ConstructorParameters<typeof ProviderHost>[3],
): Promise<void> {
  if (request.refresh || request.kind === "refresh") await refreshStates(deployment, executor);
  if (request.kind === "refresh" || deployment.failure !== undefined || executor.stopped) return;
  const unknown = unknownTargets(deployment, new Targets(request.replace));
  if (unknown !== undefined) throw unknown;
  if (request.kind === "destroy") return destroyAll(deployment, executor);
  if (request.kind === "import") return importAll(deployment, executor, request.imports, values);

  const session = new Session(deployment, executor, {
    project,
    config: values,
    outputsOf,
    start: (address, onLine) =>
      startProgram({
        project,
        stack: deployment.stack,
        address,
        preview: request.preview,
        parallel: request.parallel,
        config: values,
        parentEnv: engine.parentEnv,
        env: io.env,
        onStdout: (line) => onLine(line, false),
        onStderr: (line) => onLine(line, true),
      }),
  });
  try {
    const address = await session.listen();
    const packs = request.policyPacks.map((directory, index) =>
      engine.policyServers.lease(
        {
          directory,
          configFile: request.policyPackConfigs[index],
          project: project.name,
          preview: request.preview,
          engineAddress: address,
          parentEnv: engine.parentEnv,
          stack: { name: deployment.stack, config: values, env: io.env },
        },
        deployment.events,
      ),
    );
    const settled = await Promise.allSettled(packs);
    for (const result of settled) {
      if (result.status === "fulfilled")
        analyzers.push(new Analyzer(result.value, deployment.events, engine.folderOf));
    }
    for (const result of settled) if (result.status === "rejected") throw result.reason;
    await session.run(address);
    if (deployment.failure === undefined && !executor.stopped) await analyzeStack(deployment, session);
    if (!request.preview && !deployment.failed && !executor.stopped) await settle(engine.clouds, deployment);
  } finally {
    await session.close();
  }
}

async function analyzeStack(deployment: Deployment, session: Session): Promise<void> {
  if (deployment.analyzers.length === 0) return;
  const root = deployment.rootUrn;
  const providers = new Map(
    [...session.generator.decisions.providers.values()].map((state) => [`${state.urn}::${state.id}`, state]),
  );
  const states = [...deployment.news.values()];
  const verdicts = await Promise.all(
    deployment.analyzers.map((analyzer) => analyzer.analyzeStack(states, deployment.goals, providers, root)),
  );
  if (verdicts.includes("refused")) {
    deployment.policyViolated = true;
    deployment.stepFailed = true;
  }
}

/** Lets the clouds say what does not work although it was accepted. */
async function settle(clouds: Clouds, deployment: Deployment): Promise<void> {
  const refusals = (await clouds.settle?.(new Set(deployment.news.keys()))) ?? [];
  for (const { urn, message } of refusals) deployment.error(message, urn);
  if (refusals.length > 0) deployment.stepFailed = true;
}
