import type { TopicSubscriptionArgs } from "@pulumi/aws/sns";
import type { Input } from "@pulumi/pulumi";
import { E_MAIL } from "../../lib/e-mail";
import { matching, oneOf, type Check } from "../core";
import type { TopicSubscriber } from "./args";

const ENDPOINTS = {
  email: matching(E_MAIL, "an e-mail address, oncall@example.com"),
  https: matching(/^https:\/\/[^\s/]+/, "an https: address"),
} as const;

type Subscribers = Readonly<Record<string, TopicSubscriber>>;

/** Checks who is to be told. */
export function checkSubscribers(check: Check, subscribers: Subscribers = {}): void {
  for (const [role, { protocol, endpoint }] of Object.entries(subscribers)) {
    check.plain(`subscribers.${role}.protocol`, protocol, oneOf(...Object.keys(ENDPOINTS)));
    if (protocol in ENDPOINTS) check.plain(`subscribers.${role}.endpoint`, endpoint, ENDPOINTS[protocol]);
  }
}

/** The subscriptions of a topic, by their role words. */
export function subscriptionsOf(
  topic: Input<string>,
  subscribers: Subscribers = {},
): readonly (readonly [role: string, args: TopicSubscriptionArgs])[] {
  return Object.entries(subscribers).map(([role, { protocol, endpoint }]) => [
    role,
    { topic, protocol, endpoint, ...(protocol === "https" ? { endpointAutoConfirms: true } : {}) },
  ]);
}
