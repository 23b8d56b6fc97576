import { SteeringPolicy, SteeringPolicyAttachment } from "@pulumi/oci/dns";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, oneOf, parseCidr, wholeNumber, type Test } from "../core";
import type { Endpoint, TrafficSteeringArgs, TrafficSteeringChildren } from "./args";
import { SITES, planAnswers, planRules } from "./plan";
import { tierProblem } from "./tiers";

const ipv4: Test<string> = (text) =>
  parseCidr(`${text}/32`) === undefined ? "an IPv4 address such as 203.0.113.7" : undefined;

const dnsName: Test<string> = (text) =>
  /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i.test(text) && text.length <= 253
    ? undefined
    : "a full DNS name such as app.example.org, without a dot at the end";

/**
 * A DNS answer that follows the site that serves: the primary's endpoint, or the standby's once it is enabled or, with
 * `automatic`, once the primary is down. The rules are always the filter with its condition, health, priority and a limit
 * of one.
 *
 * Children: `policy`, `attachment` (a role each).
 */
export class TrafficSteering extends Component<TrafficSteeringChildren> {
  readonly policy: SteeringPolicy;
  /** By the same roles as `attachments`. */
  readonly attachments: Readonly<Record<string, SteeringPolicyAttachment>>;
  readonly policyId: pulumi.Output<string>;

  /** @throws {InputError} with every malformed endpoint, name and number. */
  constructor(name: string, args: TrafficSteeringArgs, opts?: pulumi.ComponentResourceOptions) {
    const { serving = "primary", failover = "manual", ttlSeconds = 30, attachments = {} } = args;
    const check = new Check(`TrafficSteering "${name}"`);
    check.plain("tier", args.tier, tierProblem);
    check.plain("serving", serving, oneOf(...SITES));
    check.plain("failover", failover, oneOf("manual", "automatic"));
    check.plain("ttlSeconds", ttlSeconds, wholeNumber(1, 60, "seconds"));
    const primary = checkedEndpoint(check, "endpoints.primary", args.endpoints.primary);
    const standby = checkedEndpoint(check, "endpoints.standby", args.endpoints.standby);
    for (const [role, { domainName }] of Object.entries(attachments)) {
      check.plain(`attachments.${role}.domainName`, domainName, dnsName);
    }
    check.done();
    super("recovery", "TrafficSteering", name, { ...args, tags: { ...args.tags, DrTier: args.tier } }, opts);

    this.policy = this.child(
      "policy",
      SteeringPolicy,
      {
        compartmentId: args.compartmentId,
        displayName: this.physical("oci-display", name),
        template: "FAILOVER",
        ttl: ttlSeconds,
        healthCheckMonitorId: args.monitorId,
        answers: planAnswers({ primary, standby }, { serving, failover }),
        rules: planRules(),
      },
      { protect: args.protect ?? true },
    );
    this.attachments = Object.fromEntries(
      Object.entries(attachments).map(([role, { zoneId, domainName }]) => [
        role,
        this.child(
          "attachment",
          SteeringPolicyAttachment,
          {
            steeringPolicyId: this.policy.id,
            zoneId,
            domainName,
            displayName: this.physical("oci-display", `${name}-${role}`),
          },
          { role },
        ),
      ]),
    );
    this.policyId = this.policy.id;
    this.registerOutputs({ policy: this.policy, attachments: this.attachments, policyId: this.policyId });
  }
}

function checkedEndpoint(check: Check, path: string, endpoint: Endpoint) {
  return "address" in endpoint
    ? { type: "A" as const, value: check.input(`${path}.address`, endpoint.address, ipv4) }
    : { type: "CNAME" as const, value: check.input(`${path}.hostname`, endpoint.hostname, dnsName) };
}
