import { Topic, TopicPolicy } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../core";
import type { NoticeTopicArgs, NoticeTopicChildren } from "./args";
import { noticeTopicPolicy } from "./plan";

/**
 * A topic through which functions and workflows tell people something: encrypted, TLS only, and open to the account's own
 * roles as far as their policies go. Who reads it subscribes on his own.
 *
 * Children: `topic`, `policy`.
 */
export class NoticeTopic extends Component<NoticeTopicChildren> {
  readonly topic: Topic;
  readonly policy: TopicPolicy;
  readonly arn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: NoticeTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("eventing", "NoticeTopic", name, args, opts);
    this.topic = this.child("topic", Topic, {
      name: this.physical("aws-topic", name),
      kmsMasterKeyId: args.kmsKeyArn,
    });
    this.policy = this.child("policy", TopicPolicy, {
      arn: this.topic.arn,
      policy: pulumi.jsonStringify(noticeTopicPolicy<pulumi.Input<string>>(this.topic.arn)),
    });
    this.arn = this.topic.arn;
    this.keyArn = pulumi.output(args.kmsKeyArn);
    this.registerOutputs({ topic: this.topic, policy: this.policy, arn: this.arn, keyArn: this.keyArn });
  }
}
