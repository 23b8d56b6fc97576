import { randomUUID } from "node:crypto";
import { catalogue } from "../../../components/eventing/catalogue";
import { InvalidEventError, type EventType } from "../../../components/eventing/events";
import { InputError } from "../../../components/core/errors";
import { JsonFault, readMembers } from "../../../lib/event-patterns";
import type { Fault } from "../../../lib/fault";
import { systemClock } from "../../deploy/clock";
import { fileText } from "../given-file";

/** An event that a user wants to publish. */
export interface GivenEvent {
  readonly source: string;
  readonly type: string;
  /** JSON, as the file has it where nothing was added. */
  readonly detail: string;
  /** Whether the catalogue has its type; it is valid then. */
  readonly known: boolean;
}

/**
 * Reads an event from a file, as it is spelled.
 *
 * @param useCatalogue whether events of types that the reference platform has are checked, and get metadata.
 * @throws {InputError} with every fault.
 */
export function readGiven(file: string | undefined, cwd: string, useCatalogue: boolean): GivenEvent {
  if (file === undefined)
    throw new InputError("options", [
      { path: "file", given: undefined, allowed: "a file with one event in JSON" },
    ]);
  const text = fileText("file", file, cwd);
  try {
    return checked(file, text, useCatalogue);
  } catch (error) {
    if (error instanceof JsonFault) throw new InputError(file, [{ path: "", allowed: error.message }]);
    if (error instanceof InvalidEventError) throw new InputError(file, error.faults);
    throw error;
  }
}

function checked(file: string, text: string, useCatalogue: boolean): GivenEvent {
  const members = readMembers(text);
  const faults: Fault[] = [];
  const textOf = (name: string): string => {
    const found = members.find((member) => member.name === name)?.value;
    if (found?.kind === "string" && found.value !== "") return found.value;
    faults.push({
      path: name,
      given: found === undefined ? undefined : found.kind,
      allowed: "text that is not empty",
    });
    return "";
  };
  const source = textOf("source");
  const type = textOf("detail-type");
  const detail = members.find((member) => member.name === "detail");
  if (detail?.value.kind !== "object") {
    faults.push({ path: "detail", given: detail?.value.kind, allowed: "an object" });
  }
  if (faults.length > 0 || detail === undefined) throw new InputError(file, faults);
  const event = useCatalogue ? catalogue.event(type) : undefined;
  if (event === undefined) return { source, type, detail: detail.text, known: false };
  if (!source.endsWith(`.${event.service}`)) {
    throw new InputError(file, [
      { path: "source", given: source, allowed: `<prefix>.${event.service}, which says ${type}` },
    ]);
  }
  return { source, type, detail: complete(event, detail.text), known: true };
}

/** The detail, valid and with metadata. */
function complete(newest: EventType, text: string): string {
  const detail = JSON.parse(text) as Record<string, unknown>;
  if (detail["metadata"] === undefined) {
    const metadata = {
      eventId: randomUUID(),
      correlationId: randomUUID(),
      version: newest.version,
      timestamp: systemClock.now().toISOString(),
    };
    const completed = { ...detail, metadata };
    newest.parse(completed);
    return JSON.stringify(completed);
  }
  const { version } = detail["metadata"] as { version?: unknown };
  const event = typeof version === "string" ? catalogue.event(newest.type, version) : undefined;
  (event ?? newest).parse(detail);
  return text;
}
