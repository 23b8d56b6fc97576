import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Layout } from "../deploy/layout";
import { documentOf, type RunReport } from "../deploy/report";
import type { Model } from "../../lib/reachability";
import { html, markdown, reachSections, sectionsOf } from "../reports";

/**
 * Writes a run's reports below the state root; the answer is the files, by what they are.
 *
 * @param model what is deployed, for who reaches whom; left out, the reports say nothing of it.
 */
export function writeReports(
  report: RunReport,
  layout: Layout,
  model?: Model,
): Readonly<Record<string, string>> {
  const folder = path.join(layout.home, "reports");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isDeployed = model !== undefined && model.networks.length > 0;
  const sections = sectionsOf(report, isDeployed ? reachSections(model) : []);
  const name = `${report.platform}-${report.environment}-${report.verb}`;
  const write = (extension: string, text: string) => {
    const file = path.join(folder, `${name}.${extension}`);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  return {
    page: write("html", html(sections)),
    diagram: write("md", markdown(sections)),
    data: write("json", `${JSON.stringify(documentOf(report), null, 2)}\n`),
  };
}
