import type { Catalogue } from "./catalogue";
import type { EventType } from "./event-type";
import { at, leavesOf, shapes, type JsonSchema } from "./json-schema";
import { largest } from "./size";

/** What a catalogue's readers want to know of its events, in Markdown: a table, and a section of the third level for each. */
export function catalogueDocument({ events, warnings }: Catalogue): string {
  const overview = table(
    ["Event", "Version", "Said by", "Reacts", "Asked at once"],
    events.map((event) => [
      `[${event.type}](#${anchor(event)})`,
      event.version,
      event.service,
      consumers(event, "event")
        .map(([name]) => name)
        .join(", ") || "–",
      consumers(event, "synchronous")
        .map(([name]) => name)
        .join(", ") || "–",
    ]),
  );
  const unwise = warnings.map(
    ({ path, given, allowed }) => `- ${path}: ${String(given)}; better: ${allowed}`,
  );
  return [overview, ...(unwise.length > 0 ? [unwise.join("\n")] : []), ...events.map(section)].join("\n\n");
}

const consumers = (event: EventType, interaction: "event" | "synchronous") =>
  Object.entries(event.consumers).filter(([, consumer]) => consumer.interaction === interaction);

/** As GitHub makes it of the heading. */
const anchor = (event: EventType): string =>
  heading(event).toLowerCase().replaceAll(".", "").replaceAll(" ", "-");

/** The version tells two majors of one type apart. */
const heading = ({ type, version }: EventType): string => `${type} ${version}`;

function section(event: EventType): string {
  const schema = event.jsonSchema();
  const fields = leavesOf(schema)
    .filter((path) => !path.startsWith("metadata."))
    .map((path) => [
      code(path),
      isRequired(schema, path.split(".")) ? "yes" : "no",
      form(schema, path),
      classOf(event, path),
    ]);
  const readers = Object.entries(event.consumers).map(([name, consumer]) => [
    name,
    consumer.interaction === "event" ? "reacts" : "asked at once",
    consumer.needs.map(code).join(", "),
    consumer.publishes.join(", ") || "–",
  ]);
  return `### ${heading(event)}

${event.description} Said by \`${event.service}\`; schema \`${event.schemaName}\`; at most ${largest(schema).bytes} bytes.

${table(["Field", "Always there", "Form", "Class"], fields)}

${readers.length === 0 ? "Nobody takes it." : table(["Consumer", "How", "Needs", "Publishes in answer"], readers)}

\`\`\`json
${JSON.stringify(event.sample, undefined, 2)}
\`\`\``;
}

function classOf({ classes }: EventType, path: string): string {
  const classed = Object.keys(classes)
    .filter((one) => path === one || path.startsWith(`${one}.`))
    .toSorted((a, b) => b.length - a.length)[0];
  return classed === undefined ? "–" : (classes[classed] ?? "–");
}

function isRequired(node: JsonSchema, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  return shapes(node)
    .filter(({ properties = {} }) => Object.hasOwn(properties, name))
    .every(
      (shape) => shape.required?.includes(name) === true && isRequired(shape.properties?.[name] ?? {}, rest),
    );
}

const form = (schema: JsonSchema, path: string): string =>
  [...new Set(at(schema, path).map(inWords))].join(", or ");

/** A field's schema as a reader of a table would say it. */
export function inWords(node: JsonSchema): string {
  if (node.enum !== undefined) return node.enum.map((value) => code(String(value))).join(", ");
  if (node.const !== undefined) return code(String(node.const));
  if (node.anyOf !== undefined) return node.anyOf.map(inWords).join(", or ");
  if (node.type === "array") return `list of ${inWords(node.items ?? {})}`;
  const { minimum, maximum, pattern, minLength, maxLength, description } = node;
  const places = node["x-max-decimals"];
  const parts = [
    node.type === "string"
      ? (node.format ?? "text")
      : node.type === "integer"
        ? "whole number"
        : (node.type ?? "anything"),
    ...(minimum === undefined ? [] : [`from ${minimum}`]),
    ...(maximum === undefined ? [] : [`to ${maximum}`]),
    ...(typeof places === "number" ? [`of at most ${places} decimals`] : []),
    ...(pattern === undefined ? [] : [`like ${code(pattern)}`]),
    ...(maxLength === undefined || pattern !== undefined
      ? []
      : [`of ${minLength ?? 0} to ${maxLength} characters`]),
  ];
  return parts.join(" ") + (description === undefined ? "" : `. ${description}`);
}

const code = (text: string): string => `\`${text}\``;

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
