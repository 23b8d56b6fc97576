import type { Resource } from "../rule";

/** Images of the broker, of the standard and the enterprise edition. */
export const SOLACE_IMAGE = /(^|\/)solace-pubsub-(standard|enterprise)([:@]|$)/;

/** The spec of a broker that Solace's operator runs; undefined for any other resource. */
export function brokerOf({ type, props }: Resource): unknown {
  return /^kubernetes:pubsubplus\.solace\.com\/[^:]+:PubSubPlusEventBroker$/.test(type)
    ? (props["spec"] ?? {})
    : undefined;
}
