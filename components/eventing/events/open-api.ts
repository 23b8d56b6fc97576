import type { GenericSchema } from "valibot";
import { openApiSchemaOf, type JsonSchema } from "./json-schema";

/** What the EventBridge schema registry takes: OpenAPI 3.0.0 with the envelope as `AWSEvent`. */
export interface OpenApiDocument {
  readonly openapi: "3.0.0";
  readonly info: { readonly version: string; readonly title: string; readonly description: string };
  readonly paths: Readonly<Record<string, never>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** What the document is made from. */
interface Described {
  readonly type: string;
  readonly service: string;
  readonly version: string;
  readonly description: string;
  readonly schemaName: string;
  readonly detail: GenericSchema;
  readonly sample: unknown;
}

const text = { type: "string" } as const;

/**
 * The document of one event type, in the form that EventBridge itself gives to schemas it discovers, from which its code
 * bindings are made (EventBridge User Guide, "Creating an Amazon EventBridge schema").
 */
export function openApiOf(event: Described, sourcePrefix: string): OpenApiDocument {
  const name = event.schemaName;
  const detail: JsonSchema & { readonly example: unknown } = {
    ...openApiSchemaOf(event.detail),
    title: name,
    description: event.description,
    example: event.sample,
  };
  return {
    openapi: "3.0.0",
    info: { version: `${event.version}.0`, title: name, description: event.description },
    paths: {},
    components: {
      schemas: {
        AWSEvent: {
          type: "object",
          required: [
            "version",
            "id",
            "detail-type",
            "source",
            "account",
            "time",
            "region",
            "resources",
            "detail",
          ],
          "x-amazon-events-detail-type": event.type,
          "x-amazon-events-source": `${sourcePrefix}.${event.service}`,
          properties: {
            version: text,
            id: text,
            "detail-type": text,
            source: text,
            account: text,
            time: { type: "string", format: "date-time" },
            region: text,
            resources: { type: "array", items: text },
            detail: { $ref: `#/components/schemas/${name}` },
          },
        },
        [name]: detail,
      },
    },
  };
}
