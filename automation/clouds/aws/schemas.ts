import type { InputRule, Kind, Report } from "../kind";
import * as v from "../values";
import { arn, limit, nameOf, target } from "./common";

const REGISTRY = "aws:schemas/registry:Registry";

// Names are those of CreateRegistry and CreateSchema in the Amazon EventBridge Schemas API reference, as the provider has them.

const registry: Kind = {
  type: REGISTRY,
  simulates: "the name, one of a name in a region, not deleted while it has schemas",
  naming: { property: "name", maximum: 64 },
  check: (inputs, report) => {
    limit(
      inputs,
      report,
      "name",
      /^(?!aws\.)[.\-_A-Za-z0-9]{1,64}$/,
      "up to 64 letters, digits and .-_, not aws.",
    );
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => ({ arn: arn(c, "schemas", `registry/${id}`), name: id }),
  taken: (_c, id) => ["ConflictException", `Registry with name ${id} already exists.`],
};

const types = ["OpenApi3", "JSONSchemaDraft4"];

/** A schema of type OpenApi3 is a whole OpenAPI 3.0 document (EventBridge user guide, "Schemas"). */
function openApiRules(document: v.ObjectValue, report: Report): void {
  const version = v.text(document, "openapi");
  if (version === undefined || !/^3\.0\.\d+$/.test(version))
    report("content", 'BadRequestException: "openapi" must be a version 3.0.x');
  for (const path of ["info.title", "info.version"])
    if (v.text(document, path) === undefined) report("content", `BadRequestException: ${path} is missing`);
  if (!v.isObject(v.at(document, "paths")))
    report("content", "BadRequestException: paths is missing; {} will do");
  if (!v.isObject(v.at(document, "components.schemas")))
    report("content", "BadRequestException: components.schemas is missing");
}

const schemaRules: InputRule = (inputs, report) => {
  limit(inputs, report, "name", /^[.\-_@A-Za-z0-9]{1,385}$/, "up to 385 letters, digits and .-_@");
  const type = v.text(inputs, "type");
  if (type !== undefined && !types.includes(type))
    report("type", `"${type}" is not one of ${types.join(", ")}`);
  const text = v.text(inputs, "content");
  if (text === undefined) return;
  if (text.length > 100_000) report("content", "may have 100000 characters");
  const document = objectIn(text);
  if (document === undefined) report("content", "BadRequestException: Schema content is not a JSON object");
  else if (type === "OpenApi3") openApiRules(document, report);
};

function objectIn(text: string): v.ObjectValue | undefined {
  try {
    const document = v.fromJson(JSON.parse(text));
    return v.isObject(document) ? document : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const schema: Kind = {
  type: "aws:schemas/schema:Schema",
  simulates:
    "the name, a registry that exists, content that is JSON and, of type OpenApi3, an OpenAPI 3.0 document",
  naming: { property: "name", maximum: 385 },
  references: {
    registryName: target(
      "NotFoundException",
      (id) => `Registry with name ${id} does not exist.`,
      REGISTRY.slice(4),
    ),
  },
  holds: ["registryName"],
  check: schemaRules,
  id: (c) => `${nameOf(c)}/${c.text("registryName") ?? ""}`,
  outputs: (c) => ({
    arn: arn(c, "schemas", `schema/${c.text("registryName") ?? ""}/${nameOf(c)}`),
    name: nameOf(c),
    version: "1",
    versionCreatedDate: c.now,
    lastModified: c.now,
  }),
  taken: (c) => ["ConflictException", `Schema with name ${nameOf(c)} already exists.`],
};

export const schemas: readonly Kind[] = [registry, schema];
