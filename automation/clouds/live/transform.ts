import { JSONPath } from "jsonpath-plus";
import * as v from "../values";
import type { Entity } from "../world/world";
import type { Envelope } from "./envelope";

/** What a target gets of an event: all of it, a constant, a part, or what its template makes of it. */
export function inputFor(target: Entity, event: Envelope, ruleArn: string, now: string): string {
  const constant = v.text(target.inputs, "input");
  if (constant !== undefined) return constant;
  const path = v.text(target.inputs, "inputPath");
  if (path !== undefined) return JSON.stringify(part(event, path) ?? null);
  const template = v.text(target.inputs, "inputTransformer.inputTemplate");
  if (template === undefined) return event.text;
  const paths = v.textMap(target.inputs, "inputTransformer.inputPaths");
  const named = Object.entries(paths).map(([name, p]) => [name, part(event, p)] as const);
  return filled(template, new Map([...named, ...reserved(event, ruleArn, now)]));
}

/** Variables that every template has (EventBridge user guide, "Input transformation", predefined variables). */
const reserved = (event: Envelope, ruleArn: string, now: string): [string, unknown][] => [
  ["aws.events.rule-arn", ruleArn],
  ["aws.events.rule-name", ruleArn.slice(ruleArn.lastIndexOf("/") + 1)],
  ["aws.events.event.ingestion-time", now],
  ["aws.events.event", Object.fromEntries(Object.entries(event).filter(([key]) => key !== "detail"))],
  ["aws.events.event.json", JSON.parse(event.text)],
];

function part(event: Envelope, path: string): unknown {
  const found: unknown = JSONPath({ path, json: JSON.parse(event.text) as object, wrap: false, eval: false });
  return found;
}

/**
 * Fills a template in. Inside quotes a value stands as text, outside as JSON; one that the event lacks is nothing in a text
 * and the whole member is left as an empty value outside (ibid.).
 */
function filled(template: string, values: ReadonlyMap<string, unknown>): string {
  let quoted = false;
  let text = "";
  for (let i = 0; i < template.length; i++) {
    const name = template[i] === "<" ? /^<([\w.-]+)>/.exec(template.slice(i))?.[1] : undefined;
    if (name !== undefined && values.has(name)) {
      const value = values.get(name);
      text += quoted ? inText(value) : bare(value);
      i += name.length + 1;
      continue;
    }
    if (template[i] === '"' && template[i - 1] !== "\\") quoted = !quoted;
    text += template[i] ?? "";
  }
  return text;
}

const bare = (value: unknown): string => (value === undefined ? '""' : JSON.stringify(value));

function inText(value: unknown): string {
  if (value === undefined) return "";
  const plain = typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(plain).slice(1, -1);
}
