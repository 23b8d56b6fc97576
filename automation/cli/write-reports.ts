import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Layout } from "../deploy/layout";
import { documentOf, type RunReport } from "../deploy/report";
import { html, markdown, sectionsOf } from "../reports";

/** Writes a run's reports below the state root; the answer is the files, by what they are. */
export function writeReports(report: RunReport, layout: Layout): Readonly<Record<string, string>> {
  const folder = path.join(layout.home, "reports");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sections = sectionsOf(report);
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
