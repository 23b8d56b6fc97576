/** Colours and type of every page, for light and for dark rooms; what is in a drawing takes its colours from here. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6675; --line: #d5dbe3; --paper: #fff; --panel: #f6f8fa;
  --done: #1a7f4b; --unchanged: #5a6675; --failed: #b3261e; --skipped: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b5; --line: #364152; --paper: #12171f; --panel: #1a212c;
  --done: #4cc38a; --unchanged: #9aa6b5; --failed: #ff8a80; --skipped: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
.banner { display: inline-block; margin: 0 0 1rem; padding: .125rem .625rem; border: 1px solid currentColor; border-radius: 1rem;
  color: var(--skipped); font-weight: 600; }
.figure { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); padding: .5rem; }
.scroll { overflow-x: auto; } :focus-visible { outline: 3px solid var(--done); outline-offset: 2px; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font: .875em ui-monospace, "SFMono-Regular", Consolas, monospace; overflow-wrap: anywhere; }
td:not(:last-child) code { white-space: nowrap; }
.done { color: var(--done); } .unchanged { color: var(--unchanged); } .failed { color: var(--failed); } .skipped { color: var(--skipped); }
svg .edge { fill: none; stroke: var(--soft); stroke-width: 1.2; } svg marker path { fill: var(--soft); }
svg .node rect { fill: var(--paper); stroke: currentColor; stroke-width: 1.5; }
svg .end rect { fill: var(--paper); stroke: var(--soft); } svg .end.outside rect { stroke: var(--failed); stroke-width: 2; }
svg .arrow { fill: none; stroke: var(--soft); stroke-width: 1.2; opacity: .55; } svg .arrow.partly { stroke-dasharray: 6 4; }
svg .arrow.unknown { stroke-dasharray: 1.5 4; } svg .outside .arrow { stroke: var(--failed); opacity: 1; }
svg .caller:hover .arrow { stroke: var(--done); stroke-width: 2; opacity: 1; } .key { color: var(--soft); margin: .25rem 0 .75rem; }
svg text { fill: var(--ink); font: 600 13px system-ui, sans-serif; } svg text.note { fill: var(--soft); font-weight: 400; font-size: 12px; }
`;
