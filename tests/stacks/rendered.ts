import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { deploy, type DeployRequest } from "../../automation/deploy/deploy";
import { layoutOf, makeRoot } from "../../automation/deploy/layout";
import { loadPlatform } from "../../automation/deploy/load-platform";
import { openEngine } from "../../automation/deploy/open-engine";
import { silent } from "../../automation/deploy/progress";
import { projectFolder } from "../../automation/deploy/project";
import type { ResourceReport, RunReport } from "../../automation/deploy/report";
import { select } from "../../automation/deploy/selection";

/** An environment on the embedded engine, from nothing. */
export interface Rehearsal {
  /**
   * @param more what differs from a run over all stacks, two at once.
   * @throws when a stack fails.
   */
  run(
    verb: DeployRequest["verb"],
    more?: Partial<DeployRequest> & { readonly only?: string[] },
  ): Promise<RunReport>;
  /** Ends it and removes what it kept. */
  close(): Promise<void>;
}

/** @param platform path of a module with another platform than the reference one. */
export async function rehearsal(environment: string, platform?: string): Promise<Rehearsal> {
  const root = mkdtempSync(path.join(os.tmpdir(), "causeway-render-"));
  const layout = layoutOf(root, root, "embedded");
  const loaded = await loadPlatform(platform, root);
  const engine = await openEngine("embedded", layout);
  makeRoot(layout);
  const usual = {
    engine,
    workDir: projectFolder(loaded, engine, layout),
    layout,
    parallel: 2,
    signal: new AbortController().signal,
    progress: silent,
  };
  return {
    run: async (verb, { only = [], ...more } = {}) => {
      const report = await deploy({
        ...usual,
        verb,
        selection: select(loaded.platform, environment, only),
        ...more,
      });
      const failures = report.stacks.flatMap((stack) =>
        stack.failure ? [`${stack.name}: ${stack.failure.message}`] : [],
      );
      if (failures.length > 0) throw new Error(failures.join("\n"));
      return report;
    },
    close: async () => {
      await engine.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A resource of a platform that was rendered, with the stack it is of. */
export interface Rendered extends ResourceReport {
  readonly stack: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface Rendering {
  readonly report: RunReport;
  readonly resources: readonly Rendered[];
}

/**
 * Previews a whole environment from nothing on the embedded engine: every resource with its inputs, without deploying.
 *
 * @param platform path of a module with another platform than the reference one.
 * @param policies false leaves the platform's policy packs out.
 */
export async function render(environment: string, platform?: string, policies = true): Promise<Rendering> {
  const rehearsed = await rehearsal(environment, platform);
  try {
    const report = await rehearsed.run("preview", policies ? {} : { policyPacks: [] });
    const resources = report.stacks.flatMap((stack) =>
      stack.resources.map((resource): Rendered => ({
        ...resource,
        stack: stack.name,
        inputs: resource.after ?? {},
      })),
    );
    return { report, resources };
  } finally {
    await rehearsed.close();
  }
}
