/** The simulated clouds of one environment, on which a base stands and heads are previewed. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { PolicyPackUse } from "../../stacks/define/platform";
import { deploy } from "../deploy/deploy";
import { embeddedEngine } from "../deploy/embedded-engine";
import type { Engine } from "../deploy/engine";
import { layoutOf, type Layout } from "../deploy/layout";
import { silent } from "../deploy/progress";
import { readStacks } from "../deploy/read-stacks";
import type { RunReport } from "../deploy/report";
import { select, type Selection } from "../deploy/selection";
import type { Checkout } from "./checkout";
import { confinement, ownFolders, plainEnvironment } from "./confined";
import { platformOf } from "./description";

export interface StageRequest {
  readonly env: string;
  /** A folder of the environment's own; its states and what programs write. */
  readonly folder: string;
  /** Folders that programs may read, beside those of the running causeway. */
  readonly read: readonly string[];
  readonly parallel: number;
  readonly signal: AbortSignal;
}

/** A base that is deployed. */
export interface Standing {
  /** Undefined where there was nothing to deploy. */
  readonly report: RunReport | undefined;
  /** What every resource depends on, by URN. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

export class Stage {
  readonly #layout: Layout;

  private constructor(
    private readonly request: StageRequest,
    private readonly engine: Engine,
    private readonly scratch: string,
  ) {
    this.#layout = layoutAt(request.folder);
  }

  static async open(request: StageRequest): Promise<Stage> {
    const [scratch, home] = ["scratch", "home"].map((name) => path.join(request.folder, name)) as [
      string,
      string,
    ];
    for (const made of [scratch, home]) mkdirSync(made, { recursive: true, mode: 0o700 });
    const read = [...new Set([...request.read, scratch, home, ...ownFolders()])];
    const engine = await embeddedEngine(layoutAt(request.folder), undefined, {
      ...plainEnvironment(process.env, home),
      NODE_OPTIONS: confinement(read, [scratch, home]).join(" "),
    });
    return new Stage(request, engine, scratch);
  }

  /** Deploys stacks of a revision, of those named the ones that it has. */
  async deploy(
    base: Checkout,
    uses: readonly PolicyPackUse[],
    names: ReadonlySet<string>,
  ): Promise<Standing> {
    const selection = this.#selection(base, uses, names);
    if (selection === undefined) return { report: undefined, dependencies: new Map() };
    const report = await this.#run("up", base, selection);
    return { report, dependencies: await this.#dependencies(selection, base.workDir) };
  }

  /** Previews stacks of a revision on top of what is deployed, which stays as it is. */
  async preview(
    head: Checkout,
    uses: readonly PolicyPackUse[],
    names: ReadonlySet<string>,
  ): Promise<RunReport | undefined> {
    const selection = this.#selection(head, uses, names);
    return selection === undefined ? undefined : await this.#run("preview", head, selection);
  }

  async close(): Promise<void> {
    await this.engine.close();
  }

  #selection(
    { description }: Checkout,
    uses: readonly PolicyPackUse[],
    names: ReadonlySet<string>,
  ): Selection | undefined {
    const { env } = this.request;
    const present = description.environments[env]?.stacks.filter((name) => names.has(name)) ?? [];
    const platform = platformOf(description, () => uses);
    return present.length === 0 ? undefined : select(platform, env, present);
  }

  async #run(verb: "up" | "preview", { workDir }: Checkout, selection: Selection): Promise<RunReport> {
    const { engine, scratch } = this;
    const { parallel, signal } = this.request;
    return await deploy({
      ...{ engine, layout: this.#layout, parallel, signal, scratch, progress: silent },
      ...{ verb, selection, workDir },
    });
  }

  async #dependencies(
    selection: Selection,
    workDir: string,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = await readStacks(selection, this.engine, workDir, async (stack) => {
      if (stack === undefined) return [];
      const { resources = [] } = (await stack.exportStack()).deployment as {
        resources?: readonly StateEntry[];
      };
      return resources.map(({ urn, dependencies = [] }) => [urn, dependencies] as const);
    });
    return new Map(found.flat());
  }
}

interface StateEntry {
  readonly urn: string;
  readonly dependencies?: readonly string[];
}

const layoutAt = (folder: string): Layout => layoutOf(path.join(folder, "state"), folder, "embedded");
