import { Registry, Schema } from "@pulumi/aws/schemas";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching } from "../core";
import type { SchemaRegistryArgs, SchemaRegistryChildren, SchemaSource } from "./args";

/** EventBridge Schemas API, CreateSchema, Content. */
const MAX_CONTENT = 100_000;

/** As EventBridge itself names the schemas that it discovers: `com.acme.orders@OrderCreated`. */
const nameOf = (prefix: string, { service, schemaName }: SchemaSource): string =>
  `${prefix}.${service}@${schemaName}`;

/** `Order Created` as a role word. */
const roleWord = (type: string): string => type.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/**
 * A registry with one schema for each event type. It documents; it validates nothing: publishers and consumers do that
 * with the same definitions.
 *
 * Children: `registry`, `schema` (role: the detail type, `order-created`).
 */
export class SchemaRegistry extends Component<SchemaRegistryChildren> {
  readonly registry: Registry;
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly registryName: pulumi.Output<string>;

  /** @throws {InputError} for no event types, one given twice, a document that the service would not take. */
  constructor(name: string, args: SchemaRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { sourcePrefix, events, description = "Schemas of the events on the bus" } = args;
    const check = new Check(`SchemaRegistry "${name}"`);
    check.plain("description", description, matching(/^[^]{1,256}$/, "1 to 256 characters"));
    if (events.length === 0) check.fault("events", [], "one or more event types");
    const plans = events.map((event, i) => {
      const plan = { role: roleWord(event.type), name: nameOf(sourcePrefix, event), event };
      const content = JSON.stringify(event.openApi(sourcePrefix));
      const twice = events.findIndex((other) => nameOf(sourcePrefix, other) === plan.name);
      if (twice < i) check.fault(`events[${i}].type`, event.type, "a type that the list has only once");
      if (content.length > MAX_CONTENT) {
        const allowed = `a schema of at most ${MAX_CONTENT} characters as JSON`;
        check.fault(`events[${i}]`, `${content.length} characters`, allowed);
      }
      return { ...plan, content };
    });
    check.done();
    super("eventing", "SchemaRegistry", name, args, opts);

    this.registry = this.child("registry", Registry, {
      name: this.physical("aws-schema-registry", name),
      description,
    });
    this.schemas = Object.fromEntries(
      plans.map(({ role, event, ...plan }) => [
        event.type,
        this.child(
          "schema",
          Schema,
          {
            name: plan.name,
            registryName: this.registry.name,
            type: "OpenApi3",
            content: plan.content,
            description: `${event.type}, said by ${event.service}`,
          },
          { role },
        ),
      ]),
    );
    this.registryName = this.registry.name;
    this.registerOutputs({
      registry: this.registry,
      schemas: this.schemas,
      registryName: this.registryName,
    });
  }
}
