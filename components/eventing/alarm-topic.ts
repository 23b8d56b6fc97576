import { Topic, TopicPolicy } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching } from "../core";
import type { AlarmTopicArgs, AlarmTopicChildren } from "./args";
import { alarmTopicPolicy } from "./plan";

/**
 * The topic that alarms publish to: encrypted, open to the alarms of one account and to nobody else, TLS only. Who reads
 * it subscribes on his own.
 *
 * Children: `topic`, `policy`.
 */
export class AlarmTopic extends Component<AlarmTopicChildren> {
  readonly topic: Topic;
  readonly policy: TopicPolicy;
  /** ARN to give as `alarmTopicArn`; it is known once alarms may publish. */
  readonly arn: pulumi.Output<string>;

  /** @throws {InputError} when the account id is malformed. */
  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("eventing", "AlarmTopic", name, args, opts);
    const check = new Check(`AlarmTopic "${name}"`);
    check.plain("accountId", args.accountId, matching(/^\d{12}$/, "the 12 digits of an AWS account id"));
    check.done();

    this.topic = this.child("topic", Topic, {
      name: this.physical("aws-topic", name),
      kmsMasterKeyId: args.kmsKeyArn,
    });
    this.policy = this.child("policy", TopicPolicy, {
      arn: this.topic.arn,
      policy: pulumi.jsonStringify(alarmTopicPolicy(this.topic.arn, args.accountId)),
    });
    this.arn = this.policy.arn;
    this.registerOutputs({ topic: this.topic, policy: this.policy, arn: this.arn });
  }
}
