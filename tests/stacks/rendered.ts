import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { deploy } from "../../automation/deploy/deploy";
import { layoutOf, makeRoot } from "../../automation/deploy/layout";
import { loadPlatform } from "../../automation/deploy/load-platform";
import { openEngine } from "../../automation/deploy/open-engine";
import { silent } from "../../automation/deploy/progress";
import { projectFolder } from "../../automation/deploy/project";
import type { ResourceReport, RunReport } from "../../automation/deploy/report";
import { select } from "../../automation/deploy/selection";

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
  const root = mkdtempSync(path.join(os.tmpdir(), "causeway-render-"));
  const layout = layoutOf(root, root, "embedded");
  const loaded = await loadPlatform(platform, root);
  const engine = await openEngine("embedded", layout);
  try {
    makeRoot(layout);
    const report = await deploy({
      verb: "preview",
      selection: select(loaded.platform, environment),
      engine,
      workDir: projectFolder(loaded, engine, layout),
      layout,
      parallel: 2,
      ...(policies ? {} : { policyPacks: [] }),
      signal: new AbortController().signal,
      progress: silent,
    });
    const failures = report.stacks.flatMap((stack) =>
      stack.failure ? [`${stack.name}: ${stack.failure.message}`] : [],
    );
    if (failures.length > 0) throw new Error(failures.join("\n"));
    const resources = report.stacks.flatMap((stack) =>
      stack.resources.map((resource): Rendered => ({
        ...resource,
        stack: stack.name,
        inputs: resource.after ?? {},
      })),
    );
    return { report, resources };
  } finally {
    await engine.close();
    rmSync(root, { recursive: true, force: true });
  }
}
