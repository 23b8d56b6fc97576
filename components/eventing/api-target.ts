import { EventApiDestination, EventConnection, EventTarget, MetricAlarm } from "@pulumi/aws/cloudwatch";
import type { EventConnectionArgs } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, wholeNumber } from "../core";
import type { ApiAuthorization, ApiTargetArgs, ApiTargetChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { checkRetry, deadLetterArgs, grantArgs, lossAlarmArgs, targetArgs, targetRoleArgs } from "./delivery";

const https = matching(/^https:\/\/[^\s/?#]+/, "an address that begins with https://");

/**
 * An HTTPS API that gets a rule's events by POST, at most so many a second, with credentials that EventBridge keeps. Its
 * role may call this destination and nothing else.
 *
 * Children: `dead-letters`, `connection`, `destination`, `role`, `grant`, `target`, `alarm`.
 */
export class ApiTarget extends Component<ApiTargetChildren> {
  readonly deadLetters: DeadLetterQueue;
  readonly connection: EventConnection;
  readonly destination: EventApiDestination;
  readonly role: Role;
  readonly grant: RolePolicy;
  readonly target: EventTarget;
  readonly lossAlarm: MetricAlarm;

  /** @throws {InputError} for an address without TLS, and numbers out of range. */
  constructor(name: string, args: ApiTargetArgs, opts?: pulumi.ComponentResourceOptions) {
    const { rule, endpoint, authorization, retry, callsPerSecond = 10 } = args;
    const check = new Check(`ApiTarget "${name}"`);
    checkRetry(check, retry);
    check.plain("endpoint", endpoint, https);
    check.plain("callsPerSecond", callsPerSecond, wholeNumber(1, 300, "calls a second"));
    if (authorization.kind === "oauth-client") {
      check.plain("authorization.tokenEndpoint", authorization.tokenEndpoint, https);
    }
    check.done();
    super("eventing", "ApiTarget", name, args, opts);

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, deadLetterArgs(args, rule.arn));
    this.connection = this.child("connection", EventConnection, {
      name: this.physical("aws-event-connection", name),
      ...authorizationArgs(authorization),
    });
    this.destination = this.child("destination", EventApiDestination, {
      name: this.physical("aws-api-destination", name),
      connectionArn: this.connection.arn,
      httpMethod: "POST",
      invocationEndpoint: endpoint,
      invocationRateLimitPerSecond: callsPerSecond,
    });
    this.role = this.child("role", Role, targetRoleArgs(this.physical("aws-role", `${name}-target`), rule));
    this.grant = this.child(
      "grant",
      RolePolicy,
      grantArgs(this.role.name, [{ actions: ["events:InvokeApiDestination"], arn: this.destination.arn }]),
    );
    this.target = this.child(
      "target",
      EventTarget,
      targetArgs({
        rule,
        targetId: name,
        targetArn: this.destination.arn,
        deadLetters: this.deadLetters,
        retry,
        roleArn: this.role.arn,
      }),
      { dependsOn: [this.grant, this.deadLetters.policy] },
    );
    this.lossAlarm = this.child(
      "alarm",
      MetricAlarm,
      lossAlarmArgs(this.physical("aws-alarm", `${name}-loss`), rule, args.alarmTopicArn),
    );
    this.registerOutputs({
      deadLetters: this.deadLetters,
      connection: this.connection,
      destination: this.destination,
      role: this.role,
      grant: this.grant,
      target: this.target,
      lossAlarm: this.lossAlarm,
    });
  }
}

function authorizationArgs(
  given: ApiAuthorization,
): Pick<EventConnectionArgs, "authorizationType" | "authParameters"> {
  switch (given.kind) {
    case "api-key":
      return {
        authorizationType: "API_KEY",
        authParameters: { apiKey: { key: given.header, value: pulumi.secret(given.value) } },
      };
    case "basic":
      return {
        authorizationType: "BASIC",
        authParameters: { basic: { username: given.username, password: pulumi.secret(given.password) } },
      };
    case "oauth-client":
      return {
        authorizationType: "OAUTH_CLIENT_CREDENTIALS",
        authParameters: {
          oauth: {
            authorizationEndpoint: given.tokenEndpoint,
            httpMethod: "POST",
            clientParameters: {
              clientId: given.clientId,
              clientSecret: pulumi.secret(given.clientSecret),
            },
            oauthHttpParameters: {
              bodies: [
                { key: "grant_type", value: "client_credentials" },
                ...(given.scope === undefined ? [] : [{ key: "scope", value: given.scope }]),
              ],
            },
          },
        },
      };
  }
}
