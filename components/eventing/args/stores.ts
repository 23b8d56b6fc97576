import type { TableArgs } from "@pulumi/aws/dynamodb";
import type { RegistryArgs, SchemaArgs } from "@pulumi/aws/schemas";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";

/** A schema to register; an event type of `defineEvent` is one. */
export interface SchemaSource {
  /** Detail type, `Order Created`. */
  readonly type: string;
  /** Service that says it, `orders`. */
  readonly service: string;
  /** The detail type without spaces, `OrderCreated`. */
  readonly schemaName: string;
  /** The schema as an OpenAPI 3.0.0 document. */
  openApi(sourcePrefix: string): object;
}

/** Children of a {@link SchemaRegistry}, as `transform` names them. */
export interface SchemaRegistryChildren {
  registry: RegistryArgs;
  schema: SchemaArgs;
}

/** Arguments of a {@link SchemaRegistry}. */
export interface SchemaRegistryArgs extends ComponentArgs<SchemaRegistryChildren> {
  /** What every source begins with, `com.acme`. */
  readonly sourcePrefix: string;
  /** The event types, one or more, none twice. */
  readonly events: readonly SchemaSource[];
  /**
   * What the registry holds, at most 256 characters (EventBridge Schemas API, CreateRegistry).
   * @default "Schemas of the events on the bus"
   */
  readonly description?: string;
}

/** Children of an {@link IdempotencyTable}, as `transform` names them. */
export interface IdempotencyTableChildren {
  table: TableArgs;
}

/** Arguments of an {@link IdempotencyTable}. */
export interface IdempotencyTableArgs extends ComponentArgs<IdempotencyTableChildren> {
  /** Key of the table. */
  readonly keyArn: Input<string>;
  /** Days that the bus's archive keeps events: as long as one can come back by replay. */
  readonly archiveDays: number;
  /**
   * Whether the table is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}
