import { isDeepStrictEqual } from "node:util";
import type { Fault } from "../../../lib/fault";
import { breakingChanges } from "./compatibility";
import type { EventType } from "./event-type";
import type { JsonSchema } from "./json-schema";
import { VERSION } from "./metadata";

/** A schema as it was last released: what consumers out there were written for. */
export interface ReleasedSchema {
  readonly type: string;
  readonly service: string;
  readonly version: string;
  /** JSON Schema 2020-12 of the detail. */
  readonly schema: JsonSchema;
}

/** What a release would do. */
export interface ReleasePlan {
  /** Why it may not be: breaking changes, versions that were not raised, released events that are gone. */
  readonly faults: readonly Fault[];
  /** What is new or has changed, by the file's name. */
  readonly writes: Readonly<Record<string, ReleasedSchema>>;
}

/** `OrderCreated.1.json`: one file for each major version. */
export const releaseFile = ({ schemaName, major }: EventType): string => `${schemaName}.${major}.json`;

/** Compares a catalogue with what was released. */
export function planRelease(
  events: readonly EventType[],
  released: Readonly<Record<string, ReleasedSchema>>,
): ReleasePlan {
  const faults: Fault[] = [];
  const writes: Record<string, ReleasedSchema> = {};
  for (const event of events) {
    const file = releaseFile(event);
    const { type, service, version } = event;
    const next: ReleasedSchema = { type, service, version, schema: event.jsonSchema() };
    const before = Object.hasOwn(released, file) ? released[file] : undefined;
    if (before === undefined) writes[file] = next;
    else if (!isDeepStrictEqual(plain(before), plain(next))) {
      writes[file] = next;
      faults.push(
        ...changeFaults(before, next).map((fault) => ({ ...fault, path: `${type}.${fault.path}` })),
      );
    }
  }
  const present = new Set(events.map(releaseFile));
  for (const [file, { type, version }] of Object.entries(released)) {
    if (present.has(file)) continue;
    faults.push({
      path: `${type}.version`,
      given: `${version}, released and no longer defined`,
      allowed: `the definition, for as long as archives and queues may hold such events; then delete ${file} as well`,
    });
  }
  return { faults, writes };
}

function changeFaults(before: ReleasedSchema, next: ReleasedSchema): Fault[] {
  const faults = breakingChanges(before.schema, next.schema);
  if (before.service !== next.service) {
    faults.push({
      path: "service",
      given: next.service,
      allowed: `${before.service}, by which rules find it; or a new major version with routes of its own`,
    });
  }
  if (minorOf(next.version) > minorOf(before.version)) return faults;
  // With a breaking change it is not the minor that has to be raised.
  if (faults.length > 0 || isDeepStrictEqual(wordless(before), wordless(next))) return faults;
  const [major] = before.version.split(".");
  const raised = `${major}.${minorOf(before.version) + 1}`;
  return [
    {
      path: "version",
      given: next.version,
      allowed: `${raised}, as the schema has changed since ${before.version}`,
    },
  ];
}

const minorOf = (version: string): number => Number(VERSION.exec(version)?.[2]);

/** Without titles and descriptions, which may change at any time; a field of such a name is no text and stays. */
const wordless = ({ schema }: ReleasedSchema): unknown =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      ["title", "description"].includes(key) && typeof value === "string" ? undefined : value,
    ),
  );

/** Without the difference between a key that is undefined and one that is not there. */
const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));
