import { EventRule as AwsEventRule } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import type { EventRuleArgs, EventRuleChildren } from "./args";
import { patternFaults } from "./pattern";

/**
 * A rule on a custom bus: which events its targets get. The pattern is checked before anything is deployed.
 *
 * Children: `rule`.
 */
export class EventRule extends Component<EventRuleChildren> {
  readonly rule: AwsEventRule;
  readonly ruleName: pulumi.Output<string>;
  readonly busName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  /** @throws {InputError} with every fault of the pattern; for the bus `default`. */
  constructor(name: string, args: EventRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { description, enabled = true } = args;
    const check = new Check(`EventRule "${name}"`);
    const busName = check.input("bus.busName", args.bus.busName, (given) =>
      given === "default" ? "a bus of the platform; on the default bus anybody's events arrive" : undefined,
    );
    for (const fault of patternFaults(args.pattern)) check.fault(fault.path, fault.given, fault.allowed);
    check.plain("description", description ?? "", (text) =>
      text.length > 512 ? "at most 512 characters" : undefined,
    );
    check.done();
    super("eventing", "EventRule", name, args, opts);

    this.rule = this.child("rule", AwsEventRule, {
      name: this.physical("aws-event-rule", name),
      eventBusName: busName,
      eventPattern: JSON.stringify(args.pattern),
      state: enabled ? "ENABLED" : "DISABLED",
      ...(description === undefined ? {} : { description }),
    });
    this.ruleName = this.rule.name;
    this.busName = pulumi.output(busName);
    this.arn = this.rule.arn;
    this.registerOutputs({ rule: this.rule, ruleName: this.ruleName, busName: this.busName, arn: this.arn });
  }
}
