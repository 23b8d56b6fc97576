/** What an operation prints: a line per step, then messages, outputs and counts, without colours. */
import type { EngineEvent } from "./events";
import type { OperationKind } from "./options";
import { Secret, containsSecret, isList, isMap } from "./values";
import type { Property, PropertyMap } from "./values";
import { encode } from "./wire";
import type { Json } from "./wire";
import { isDefaultProvider, nameOf } from "./urn";

const SIGNS: Readonly<Record<string, string>> = {
  same: "  ",
  create: "+ ",
  update: "~ ",
  delete: "- ",
  replace: "+-",
  "create-replacement": "++",
  "delete-replaced": "--",
  read: "> ",
  "read-replacement": ">>",
  "read-discard": "< ",
  "discard-replaced": "<<",
  refresh: "~ ",
  import: "= ",
  "import-replacement": "=>",
};

const DONE: Readonly<Record<string, string>> = {
  same: "unchanged",
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "created replacement",
  "delete-replaced": "deleted original",
  read: "read",
  "read-replacement": "read for replacement",
  "read-discard": "discarded",
  "discard-replaced": "discarded original",
  refresh: "refreshed",
  import: "imported",
  "import-replacement": "imported replacement",
};

const PLANNED: Readonly<Record<string, string>> = {
  same: "",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "create replacement",
  "delete-replaced": "delete original",
  read: "read",
  "read-replacement": "read for replacement",
  "read-discard": "discard",
  "discard-replaced": "discard original",
  refresh: "refresh",
  import: "import",
  "import-replacement": "import replacement",
};

const TITLES: Readonly<Record<OperationKind, string>> = {
  update: "Updating",
  preview: "Previewing update",
  destroy: "Destroying",
  refresh: "Refreshing",
  import: "Importing",
};

export function header(kind: OperationKind, stack: string, preview: boolean): string {
  const title = preview && kind !== "preview" ? `Previewing ${kind}` : TITLES[kind];
  return `${title} (${stack}), by the embedded engine: no cloud is contacted\n\n`;
}

/** Writes the lines of an operation as its events come. */
export function progress(
  write: (text: string) => void,
  writeError: (text: string) => void,
): (event: EngineEvent) => void {
  return (event) => {
    const { resOutputsEvent, resOpFailedEvent, diagnosticEvent, policyEvent, summaryEvent } = event;
    if (resOutputsEvent !== undefined) {
      const { op, type, urn, undecided } = resOutputsEvent.metadata;
      const planned = undecided === undefined ? PLANNED[op] : "update or replacement: unknown";
      const word = resOutputsEvent.planning ? planned : DONE[op];
      const shown = !isDefaultProvider(urn) && (op !== "same" || !resOutputsEvent.planning);
      if (shown) {
        write(` ${SIGNS[op] ?? "  "} ${type} ${nameOf(urn)} ${word ?? op}`.trimEnd() + "\n");
      }
    }
    if (resOpFailedEvent !== undefined) {
      const { op, type, urn } = resOpFailedEvent.metadata;
      write(` ${SIGNS[op] ?? "  "} ${type} ${nameOf(urn)} failed\n`);
    }
    if (diagnosticEvent !== undefined && diagnosticEvent.ephemeral !== true) {
      const { severity, message, urn } = diagnosticEvent;
      const label = severity === "error" || severity === "warning" ? `${severity}: ` : "";
      const place = urn === undefined || label === "" ? "" : `${nameOf(urn)}: `;
      write(`    ${label}${place}${message}`);
      if (severity === "error") writeError(`error: ${place}${message}`);
    }
    if (policyEvent !== undefined) {
      const {
        enforcementLevel,
        policyName,
        policyPackName,
        policyPackVersion,
        message,
        resourceUrn,
        line: at,
      } = policyEvent;
      const line =
        `[${enforcementLevel}]  ${policyPackName} v${policyPackVersion}  ${policyName}` +
        `${resourceUrn === undefined ? "" : `  (${nameOf(resourceUrn)}${at === undefined ? "" : `, ${at}`})`}\n    ${message.replaceAll("\n", "\n    ").trimEnd()}\n`;
      write(`    ${line}`);
      if (enforcementLevel === "mandatory") writeError(line);
    }
    if (summaryEvent !== undefined)
      write(summary(summaryEvent.resourceChanges, summaryEvent.durationSeconds));
  };
}

function summary(changes: Readonly<Record<string, number>>, seconds: number): string {
  const shown = Object.entries(changes).filter(([op, count]) => op !== "same" && count > 0);
  const lines = shown.map(([op, count]) => `    ${SIGNS[op] ?? "  "} ${count} ${DONE[op] ?? op}\n`);
  const same = changes["same"] ?? 0;
  const unchanged = same > 0 ? [`    ${same} unchanged\n`] : [];
  return `\nResources:\n${[...lines, ...unchanged].join("")}\nDuration: ${seconds}s\n`;
}

export function formatOutputs(outputs: PropertyMap): string {
  const entries = Object.entries(outputs);
  if (entries.length === 0) return "";
  return `\nOutputs:\n${entries.map(([key, value]) => `    ${key}: ${show(value)}\n`).join("")}`;
}

function show(value: Property): string {
  return JSON.stringify(mask(value));
}

function mask(value: Property): Json {
  if (value instanceof Secret) return "[secret]";
  if (isList(value)) return value.map(mask);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mask(item)]));
  return typeof value === "symbol" ? "<unknown>" : encode(value, { secrets: false, resources: false });
}

/** `stack output --json`: an output that holds a secret is masked as a whole. */
export function outputsJson(outputs: PropertyMap, showSecrets: boolean): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(outputs).map(([key, value]) => [
        key,
        containsSecret(value) && !showSecrets
          ? "[secret]"
          : encode(value, { secrets: false, resources: false }),
      ]),
    ),
    undefined,
    2,
  );
}
