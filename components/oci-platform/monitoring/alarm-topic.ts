import * as ons from "@pulumi/oci/ons";
import type * as pulumi from "@pulumi/pulumi";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { AlarmTopicArgs, AlarmTopicChildren } from "./args";
import { subscriberFaults } from "./plan";

/**
 * The topic that alarms of a site are told to, and who hears them. A subscriber by e-mail or HTTPS has to confirm before
 * anything is sent to it. Topics are free, messages are charged beyond a free amount (unverified).
 *
 * Children: `topic`, one `subscription` a subscriber.
 *
 * @example
 * const topic = new AlarmTopic("alarms", {
 *   naming, tags, compartmentId, subscribers: { oncall: { protocol: "EMAIL", endpoint: "oncall@example.com" } },
 * }, { provider: oci });
 */
export class AlarmTopic extends OciComponent<AlarmTopicChildren> {
  /** OCID to give as `topicId`; it is known once everybody is subscribed. */
  readonly topicId: pulumi.Output<string>;

  /** @throws {InputError} with every fault of the subscribers. */
  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`AlarmTopic "${name}"`);
    for (const { path, given, allowed } of subscriberFaults(args.subscribers)) {
      check.fault(path, given, allowed);
    }
    check.done();
    super("oci-platform", "AlarmTopic", name, args, opts);

    const topic = this.child("topic", ons.NotificationTopic, {
      compartmentId: args.compartmentId,
      name: this.physical("oci-topic", name),
      description: "What alarms are told to",
    });
    for (const [role, { protocol, endpoint }] of Object.entries(args.subscribers)) {
      this.child(
        "subscription",
        ons.Subscription,
        { compartmentId: args.compartmentId, topicId: topic.id, protocol, endpoint },
        { role },
      );
    }
    this.topicId = topic.id;
    this.registerOutputs({ topicId: this.topicId });
  }
}
