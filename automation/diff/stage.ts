/** The simulated clouds of one environment, on which a base stands and heads are previewed. */
import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { isWithin } from "../../lib/within";
import type { PolicyPackUse } from "../../stacks/define/platform";
import { deploy, type DeployRequest } from "../deploy/deploy";
import { embeddedEngine } from "../deploy/embedded-engine";
import type { Engine } from "../deploy/engine";
import { layoutOf, type Layout } from "../deploy/layout";
import { silent } from "../deploy/progress";
import { deployed, type Deployed } from "../deploy/reachability";
import { readResources } from "../deploy/read-resources";
import { readStacks } from "../deploy/read-stacks";
import { PlannedHandover } from "../deploy/planned";
import type { PolicyFinding, RunReport, StackReport } from "../deploy/report";
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

/** What became of stacks, and what the rules said of them. */
export interface Told {
  readonly stacks: readonly StackReport[];
  readonly policy: readonly PolicyFinding[];
}

/** A base, as far as it is deployed. */
export interface Standing extends Told {
  /** What every resource depends on, by URN. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

export class Stage {
  readonly #layout: Layout;
  #standing: Standing = { stacks: [], policy: [], dependencies: new Map() };
  #handovers = 0;

  private constructor(
    private readonly request: StageRequest,
    private readonly engine: Engine,
    private readonly scratch: string,
    /** Folders of the revisions that ran: of their files alone lines are told. */
    private readonly roots: Set<string>,
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
    const roots = new Set<string>();
    const engine = await embeddedEngine(layoutAt(request.folder), undefined, {
      env: {
        ...plainEnvironment(process.env, home),
        NODE_OPTIONS: confinement(read, [scratch, home]).join(" "),
      },
      folderOf: (file) => [...roots].find((root) => isWithin(file, root)),
    });
    return new Stage(request, engine, scratch, roots);
  }

  /** What is deployed. */
  get standing(): Standing {
    return this.#standing;
  }

  /**
   * Deploys stacks of a revision: of those named the ones that it has, and that are not up.
   *
   * @param isJudged whether rules judge a stack; what is deployed is the same.
   */
  async deploy(
    base: Checkout,
    uses: readonly PolicyPackUse[],
    names: ReadonlySet<string>,
    isJudged: (stack: string) => boolean = () => true,
  ): Promise<void> {
    const tried = new Set(this.#standing.stacks.map(({ name }) => name));
    const selection = this.#selection(base, uses, new Set([...names].filter((name) => !tried.has(name))));
    if (selection === undefined) return;
    const report = await this.#run("up", base, selection, { isJudged });
    const found = await this.#dependencies(selection, base.workDir);
    const { stacks, policy, dependencies } = this.#standing;
    this.#standing = {
      stacks: [...stacks, ...report.stacks],
      policy: [...policy, ...report.policy],
      dependencies: new Map([...dependencies, ...found]),
    };
  }

  /** What the previews of one head share. */
  handover(): PlannedHandover {
    return new PlannedHandover(path.join(this.scratch, `planned-${this.#handovers++}`));
  }

  /** Previews stacks of a revision on top of what is deployed, which stays as it is. */
  async preview(
    head: Checkout,
    uses: readonly PolicyPackUse[],
    names: ReadonlySet<string>,
    handover: PlannedHandover,
  ): Promise<Told> {
    const selection = this.#selection(head, uses, names);
    if (selection === undefined) return { stacks: [], policy: [] };
    return await this.#run("preview", head, selection, { handover });
  }

  /** Deploys stacks of a head over what is there, judged by no rule: no other can be previewed after that. */
  async up(head: Checkout, names: ReadonlySet<string>): Promise<Told> {
    const selection = this.#selection(head, [], names);
    if (selection === undefined) return { stacks: [], policy: [] };
    return await this.#run("up", head, selection);
  }

  /** What is deployed of the stacks that a revision has. */
  async resources(of: Checkout): Promise<readonly Deployed[]> {
    const names = new Set(of.description.stacks.map(({ name }) => name));
    const selection = this.#selection(of, [], names);
    if (selection === undefined) return [];
    return (await readResources(selection, this.engine, of.workDir)).map(deployed);
  }

  /** Another stage on which the same is deployed. */
  async fork(folder: string): Promise<Stage> {
    cpSync(this.request.folder, folder, { recursive: true });
    const stage = await Stage.open({ ...this.request, folder });
    stage.#standing = this.#standing;
    return stage;
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

  async #run(
    verb: "up" | "preview",
    { root, workDir }: Checkout,
    selection: Selection,
    more: Pick<DeployRequest, "handover" | "isJudged"> = {},
  ): Promise<RunReport> {
    const { engine, scratch } = this;
    const { parallel, signal } = this.request;
    this.roots.add(root);
    return await deploy({
      ...{ engine, layout: this.#layout, parallel, signal, scratch, progress: silent },
      ...{ verb, selection, workDir, ...more },
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
