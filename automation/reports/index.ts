export { html } from "./html";
export { markdown } from "./markdown";
export { mermaid } from "./mermaid";
export { EXPOSURE_HEAD, exposureRow, rangesText, reachReport, reachSections } from "./reach";
export { SIMULATED, sectionsOf, summaryOf, type Section, type Sections } from "./sections";
export { svg } from "./svg";
export type { DiagramNode } from "./graph";
