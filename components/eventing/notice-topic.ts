import { Topic, TopicPolicy, TopicSubscription } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import type { NoticeTopicArgs, NoticeTopicChildren } from "./args";
import { noticeTopicPolicy } from "./plan";
import { checkSubscribers, subscriptionsOf } from "./subscribers";

/**
 * A topic through which functions and workflows tell people something: encrypted, TLS only, and open to the account's own
 * roles as far as their policies go.
 *
 * Children: `topic`, `policy`, a `subscription` for each subscriber.
 */
export class NoticeTopic extends Component<NoticeTopicChildren> {
  readonly topic: Topic;
  readonly policy: TopicPolicy;
  readonly arn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;

  /** @throws {InputError} when a subscriber is malformed. */
  constructor(name: string, args: NoticeTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`NoticeTopic "${name}"`);
    checkSubscribers(check, args.subscribers);
    check.done();
    super("eventing", "NoticeTopic", name, args, opts);

    this.topic = this.child("topic", Topic, {
      name: this.physical("aws-topic", name),
      kmsMasterKeyId: args.kmsKeyArn,
    });
    this.policy = this.child("policy", TopicPolicy, {
      arn: this.topic.arn,
      policy: pulumi.jsonStringify(noticeTopicPolicy<pulumi.Input<string>>(this.topic.arn)),
    });
    for (const [role, subscription] of subscriptionsOf(this.policy.arn, args.subscribers))
      this.child("subscription", TopicSubscription, subscription, { role });
    this.arn = this.topic.arn;
    this.keyArn = pulumi.output(args.kmsKeyArn);
    this.registerOutputs({ topic: this.topic, policy: this.policy, arn: this.arn, keyArn: this.keyArn });
  }
}
