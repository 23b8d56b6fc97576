import { STYLE } from "../../../reports/style";

/** What the page of a change looks like, beyond what all pages do. */
export function styleOf(environments: number): string {
  // An environment that is chosen leaves out the values that hold in others alone.
  const chosen = Array.from(
    { length: environments },
    (_, index) => `[data-only="${index}"] tr[data-in]:not([data-in~="${index}"]) { display: none; }`,
  );
  return `${STYLE}${OWN}${chosen.join("\n")}\n`;
}

const OWN = `
:root { --changed: #1f5fbf; --was: #fdecea; --is: #e6f4ea; --mark-was: #f7c1bb; --mark-is: #a8dcb8; --focus: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --changed: #7fb2ff; --was: #3a1d1f; --is: #14301f; --mark-was: #7a2f33;
  --mark-is: #1f6b3c; --focus: #7fb2ff; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
a { color: var(--changed); } a code { color: inherit; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
:target { scroll-margin-top: 1rem; } :target > h3, :target > .line, :target > details > summary { outline: 2px solid var(--focus); outline-offset: 4px; border-radius: 4px; }
footer { margin-top: 2rem; } header p { margin: .25rem 0; } .soft, .key, .advice, .counts, .told, .type, .where { color: var(--soft); }
.skip { position: absolute; left: -100vw; } .skip:focus { position: static; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main, header { overflow-wrap: anywhere; } .many .stack { content-visibility: auto; contain-intrinsic-size: auto 20rem; } h3 { font-size: 1.0625rem; margin: 1.75rem 0 .375rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 > code { font-weight: 700; font-size: 1em; } h3 .counts { font-weight: 400; font-size: .9375rem; margin-left: .25rem; } h4 { font-size: .9375rem; font-weight: 600; margin: .875rem 0 .25rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0 0; padding: 0; }
nav a { display: inline-block; padding: .125rem 0; }
code { unicode-bidi: isolate; white-space: pre-wrap; } td:not(:last-child) code { white-space: pre-wrap; }
th { font-weight: 600; } tbody th { font-weight: 400; text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); }
.scroll th > code, .scroll th > a > code { display: inline-block; max-width: 24rem; overflow-wrap: break-word; } .scroll th, .scroll td { overflow-wrap: break-word; } .scroll td.number { white-space: nowrap; }
.badge { display: inline-block; padding: 0 .4375rem; border: 1px solid currentColor; border-radius: 4px; font-size: .8125rem; font-weight: 600; line-height: 1.375rem; white-space: nowrap; }
.badge.high, .badge.delete, .badge.replace { color: var(--failed); } .badge.delete, .badge.replace { border-width: 2px; line-height: 1.25rem; }
.badge.medium, .badge.undecided { color: var(--skipped); } .badge.update, .badge.move, .badge.rename, .badge.import { color: var(--changed); }
.badge.create { color: var(--done); } .badge.calm { color: var(--soft); }
ul.entries { list-style: none; padding: 0; margin: .5rem 0; } ul.entries > li { border-left: 4px solid var(--line); padding: .125rem 0 .125rem .875rem; margin: 0 0 .875rem; overflow-wrap: anywhere; }
ul.remarks { padding-left: 1.25rem; } ul.entries > li:has(> .badge.high) { border-color: var(--failed); } ul.entries > li:has(> .badge.medium) { border-color: var(--skipped); }
ul.entries p { margin: .1875rem 0 0; } ul.entries.failures > li { border-color: var(--failed); } p.message { white-space: pre-wrap; font: .875rem/1.5 ui-monospace, "SFMono-Regular", Consolas, monospace; }
ul.changes { list-style: none; margin: 0; padding: 0; } .component > h4 ~ ul, .component > h4 ~ details { padding-left: 1rem; border-left: 2px solid var(--line); }
.change { padding: .1875rem 0; overflow-wrap: anywhere; } summary { cursor: pointer; } .line { padding-left: 1.125rem; }
.change .name { font-weight: 600; color: var(--ink); } .told { font-size: .9375rem; } summary { padding-left: 1.125rem; text-indent: -1.125rem; } summary > * { text-indent: 0; }
.more { margin: .25rem 0 .75rem 1.125rem; } .more p { margin: .25rem 0; } .noise { margin: .375rem 0; } .noise > summary { color: var(--soft); } .noise > ul { padding-left: 1.125rem; }
table.properties { table-layout: fixed; font-size: .9375rem; margin: .25rem 0; } .properties th, .properties td { padding: .25rem .5rem; overflow-wrap: anywhere; }
.properties th:first-child { padding-left: 0; width: 30%; } .properties .was { background: var(--was); } .properties .is { background: var(--is); }
.forces { display: block; color: var(--failed); font-size: .875rem; } mark { color: inherit; border-radius: 2px; } .was mark { background: var(--mark-was); } .is mark { background: var(--mark-is); }
.was .soft, .is .soft { color: var(--ink); font-style: italic; }
#filter { border: 1px solid var(--line); border-radius: 8px; background: var(--panel); padding: .75rem 1rem; margin: .5rem 0; }
#filter p { margin: 0; } .fields { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; } .fields label { display: flex; flex-direction: column; font-size: .875rem; gap: .125rem; }
.fields .grow { flex: 1 1 16rem; } .fields select { max-width: 14rem; }
input, select, button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 6px; padding: .3125rem .625rem; min-height: 2.25rem; }
input::placeholder { color: var(--soft); opacity: 1; } input[type=checkbox] { min-height: 0; width: 1.125rem; height: 1.125rem; vertical-align: -.1875rem; accent-color: var(--changed); }
button { cursor: pointer; } fieldset { border: 0; padding: 0; margin: .625rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; } legend { float: left; padding: .25rem 0; font-size: .875rem; margin-right: 1rem; }
fieldset label { padding: .125rem 0; } #count { font-weight: 600; margin: .75rem 0; }
svg .node.changed { color: var(--changed); } svg .node.unchanged text { fill: var(--soft); font-weight: 400; } svg .node.failed rect { stroke-width: 2.5; } svg .node.skipped rect { stroke-dasharray: 5 4; }
svg .edge.ripple { stroke: var(--changed); stroke-width: 2.5; } svg #arrow-ripple path { fill: var(--changed); } svg a:hover rect { fill: var(--panel); } svg a:focus-visible { outline-offset: 3px; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { body { padding: 1rem; } .properties, .properties tbody, .properties tr, .properties th, .properties td { display: block; width: auto; }
  .properties thead { display: none; } .properties th:first-child { width: auto; border: 0; padding: .5rem 0 .125rem; } .properties .was::before { content: "before "; color: var(--ink); font-size: .8125rem; }
  .properties .is::before { content: "after "; color: var(--ink); font-size: .8125rem; } .fields label, .fields select { width: 100%; max-width: none; } .component > h4 ~ ul { padding-left: .5rem; } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --panel: #fff; --done: #1a7f4b; --failed: #b3261e; --skipped: #7a5200; --changed: #1f5fbf;
  --was: #fff; --is: #fff; --mark-was: #eee; --mark-is: #eee; } html { font-size: 11px; } body { max-width: none; padding: 0; font-size: 1rem; } nav, .skip, #filter, #count { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; } .scroll, .figure { overflow: visible; border: 0; padding: 0; } svg { max-width: 100%; height: auto; }
  .change, ul.entries > li, tr { break-inside: avoid; } h2, h3, h4, summary { break-after: avoid; } a { color: inherit; text-decoration: none; } mark { text-decoration: underline; } }
`;
