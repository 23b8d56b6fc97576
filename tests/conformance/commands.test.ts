/** What the scenarios can not show, since it takes two commands at once or one that registers nothing. */
import fs from "node:fs";
import path from "node:path";
import { ConcurrentUpdateError, LocalWorkspace } from "@pulumi/pulumi/automation";
import type { Stack } from "@pulumi/pulumi/automation";
import { describe, expect, it } from "vitest";
import { temporaryFolder, testProject } from "../automation/engine/support/project";
import type { TestProject } from "../automation/engine/support/project";
import { SimCloud } from "../automation/engine/support/sim";
import { cliWorkspace, embeddedWorkspace, findCli } from "./support/engines";
import type { Driven } from "./support/engines";

const cli = findCli();
const TIMEOUT = 120_000;

/** What the SDK drives either engine by. */
interface Runner {
  readonly run: (args: string[], cwd: string, env: Record<string, string>) => Promise<unknown>;
}

type Engine = (project: TestProject, cloud: SimCloud) => Promise<Driven & { close?: () => void }>;

const embedded: Engine = (project) => Promise.resolve(embeddedWorkspace(project));
const real: Engine = (_project, cloud) => cliWorkspace(cloud);

interface Trial {
  readonly project: TestProject;
  readonly cloud: SimCloud;
  /** The same stack, as one more user has it. */
  readonly open: () => Promise<Stack>;
}

async function withStack(
  engine: Engine,
  source: string,
  use: (trial: Trial) => Promise<void>,
): Promise<void> {
  const cloud = new SimCloud();
  const project = testProject(source, { cloud });
  const driven = await engine(project, cloud);
  const at = { stackName: "dev", workDir: project.folder };
  try {
    await use({
      project,
      cloud,
      open: () => LocalWorkspace.createOrSelectStack(at, driven.workspace),
    });
  } finally {
    driven.close?.();
  }
}

const engines: readonly (readonly [string, Engine | undefined])[] = [
  ["on the embedded engine", embedded],
  [
    cli === undefined ? "on the Pulumi CLI: not run (no CLI)" : `on the Pulumi CLI ${cli}`,
    cli === undefined ? undefined : real,
  ],
];

describe.each(engines)("%s", (_, engine) => {
  const trial = (source: string, use: (trial: Trial) => Promise<void>) =>
    engine === undefined ? Promise.reject(new Error("no engine")) : withStack(engine, source, use);

  it.runIf(engine)(
    "an update of a stack that is being updated is refused, and the first goes on",
    () =>
      trial(`new Thing("a");`, async ({ cloud, open }) => {
        const [first, second] = [await open(), await open()];
        const refusals: unknown[] = [];
        cloud.before = async (call) => {
          if (call !== "create a") return;
          refusals.push(await second.up().catch((error: unknown) => error));
        };
        const { summary } = await first.up();
        expect(summary.result).toBe("succeeded");
        expect(refusals).toHaveLength(1);
        expect(refusals[0]).toBeInstanceOf(ConcurrentUpdateError);
        expect(cloud.calls).toEqual(["create a"]);
        expect((await second.up()).summary.resourceChanges).toEqual({ same: 2 });
      }),
    TIMEOUT,
  );

  it.runIf(engine)(
    "tags are set, replaced and told",
    () =>
      trial("", async ({ open }) => {
        const stack = await open();
        await stack.setTag("owner", "nobody");
        await stack.setTag("owner", "shop");
        await stack.setTag("tier", "gold: 1");
        expect(await stack.listTags()).toMatchObject({ owner: "shop", tier: "gold: 1" });
        expect(await stack.getTag("owner")).toBe("shop");
      }),
    TIMEOUT,
  );

  it.runIf(engine)(
    "events are written to a file, a line of JSON each, in the order of their numbers",
    () =>
      trial(`new Thing("a"); exports.size = 1;`, async ({ project, open }) => {
        const { workspace } = await open();
        const file = path.join(temporaryFolder("events"), "events.json");
        const args = [
          "up",
          "--yes",
          "--skip-preview",
          "--stack",
          "dev",
          "--non-interactive",
          "--event-log",
          file,
        ];
        const home: Record<string, string> =
          workspace.pulumiHome === undefined ? {} : { PULUMI_HOME: workspace.pulumiHome };
        const { pulumiCommand } = workspace as unknown as { pulumiCommand: Runner };
        await pulumiCommand.run(args, project.folder, {
          ...workspace.envVars,
          ...home,
          PULUMI_DEBUG_COMMANDS: "true",
        });
        const lines = fs.readFileSync(file, "utf8").trimEnd().split("\n");
        const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
        expect(events.map(({ sequence }) => sequence)).toEqual(lines.map((_line, index) => index));
        const kinds = events.flatMap((event) => Object.keys(event).filter((key) => key.endsWith("Event")));
        expect(kinds.filter((kind) => kind !== "diagnosticEvent")).toEqual(KINDS);
      }),
    TIMEOUT,
  );
});

const KINDS = [
  "preludeEvent",
  ...["resourcePreEvent", "resourcePreEvent", "resOutputsEvent", "resourcePreEvent", "resOutputsEvent"],
  "resOutputsEvent",
  "summaryEvent",
  "cancelEvent",
];
