import { EventArchive, EventBus as AwsEventBus, EventBusPolicy } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, wholeNumber } from "../core";
import type { EventBusArgs, EventBusChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { deadLetterArgs } from "./delivery";
import { busArnBeside, busPolicy, publisherFaults } from "./plan";

/** A reverse domain name of at least two parts, as the sources of events begin. */
const reverseDomain = matching(
  /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/,
  "a reverse domain name such as com.acme, lower case",
);

/**
 * A custom event bus with its archive: both encrypted with the caller's key, events that the key's loss stops go to a
 * dead-letter queue with another key, and only roles that are named may put events from other accounts of the same
 * environment.
 *
 * Give `naming` with site `glb` when the bus shall have the same name in a second region, as a global endpoint demands.
 *
 * Children: `bus`, `archive`, `dead-letters`, and `policy` when there are `publishers`.
 */
export class EventBus extends Component<EventBusChildren> {
  readonly bus: AwsEventBus;
  readonly archive: EventArchive;
  readonly deadLetters: DeadLetterQueue;
  /** None without `publishers`. */
  readonly policy?: EventBusPolicy;
  readonly busName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly archiveArn: pulumi.Output<string>;

  /** @throws {InputError} with every input that is out of range, every publisher that may not be let in. */
  constructor(name: string, args: EventBusArgs, opts?: pulumi.ComponentResourceOptions) {
    const { archiveDays = 30, protect = true, publishers, sourcePrefix, kmsKeyArn, deadLetterKeyArn } = args;
    const check = new Check(`EventBus "${name}"`);
    check.plain("sourcePrefix", sourcePrefix, reverseDomain);
    check.plain("archiveDays", archiveDays, wholeNumber(30, 3650, "days"));
    if (typeof kmsKeyArn === "string" && kmsKeyArn === deadLetterKeyArn) {
      check.fault("deadLetterKeyArn", deadLetterKeyArn, "another key than kmsKeyArn, whose loss it outlasts");
    }
    if (publishers) {
      for (const fault of publisherFaults(publishers.accounts, publishers.roles, sourcePrefix)) {
        check.fault(`publishers.${fault.path}`, fault.given, fault.allowed);
      }
    }
    check.done();
    super("eventing", "EventBus", name, args, opts);

    const busName = this.physical("aws-event-bus", name);
    this.deadLetters = this.child(
      "dead-letters",
      DeadLetterQueue,
      deadLetterArgs(args, (queueArn) => busArnBeside(queueArn, busName)),
    );
    this.bus = this.child(
      "bus",
      AwsEventBus,
      {
        name: busName,
        kmsKeyIdentifier: kmsKeyArn,
        deadLetterConfig: { arn: this.deadLetters.queueArn },
      },
      { dependsOn: [this.deadLetters.policy] },
    );
    this.archive = this.child(
      "archive",
      EventArchive,
      {
        name: this.physical("aws-event-archive", `${name}-archive`),
        eventSourceArn: this.bus.arn,
        eventPattern: JSON.stringify({ source: [{ prefix: sourcePrefix }] }),
        retentionDays: archiveDays,
        kmsKeyIdentifier: kmsKeyArn,
      },
      { protect, retainOnDelete: protect },
    );
    if (publishers) {
      this.policy = this.child("policy", EventBusPolicy, {
        eventBusName: this.bus.name,
        policy: pulumi.jsonStringify(busPolicy<pulumi.Input<string>>(this.bus.arn, publishers.roles)),
      });
    }
    this.busName = this.bus.name;
    this.arn = this.bus.arn;
    this.archiveArn = this.archive.arn;
    this.registerOutputs({
      bus: this.bus,
      archive: this.archive,
      deadLetters: this.deadLetters,
      policy: this.policy,
      busName: this.busName,
      arn: this.arn,
      archiveArn: this.archiveArn,
    });
  }
}
