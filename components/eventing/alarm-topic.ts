import { Topic, TopicPolicy, TopicSubscription } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching } from "../core";
import type { AlarmTopicArgs, AlarmTopicChildren } from "./args";
import { alarmTopicPolicy } from "./plan";
import { checkSubscribers, subscriptionsOf } from "./subscribers";

/**
 * The topic that alarms publish to: encrypted, open to the alarms of one account and to nobody else, TLS only. An
 * alarm that nobody subscribes to tells nobody.
 *
 * Children: `topic`, `policy`, a `subscription` for each subscriber.
 */
export class AlarmTopic extends Component<AlarmTopicChildren> {
  readonly topic: Topic;
  readonly policy: TopicPolicy;
  /** ARN to give as `alarmTopicArn`; it is known once alarms may publish. */
  readonly arn: pulumi.Output<string>;

  /** @throws {InputError} when the account id is malformed, or a subscriber. */
  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`AlarmTopic "${name}"`);
    check.plain("accountId", args.accountId, matching(/^\d{12}$/, "the 12 digits of an AWS account id"));
    checkSubscribers(check, args.subscribers);
    check.done();
    super("eventing", "AlarmTopic", name, args, opts);

    this.topic = this.child("topic", Topic, {
      name: this.physical("aws-topic", name),
      kmsMasterKeyId: args.kmsKeyArn,
    });
    this.policy = this.child("policy", TopicPolicy, {
      arn: this.topic.arn,
      policy: pulumi.jsonStringify(alarmTopicPolicy(this.topic.arn, args.accountId)),
    });
    for (const [role, subscription] of subscriptionsOf(this.policy.arn, args.subscribers))
      this.child("subscription", TopicSubscription, subscription, { role });
    this.arn = this.policy.arn;
    this.registerOutputs({ topic: this.topic, policy: this.policy, arn: this.arn });
  }
}
