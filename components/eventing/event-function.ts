import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Function as LambdaFunction } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { awsLogDaysTest } from "../../lib/aws-logs";
import { Check, Component, matching, wholeNumber } from "../core";
import type { EventFunctionArgs, EventFunctionChildren, Grant, Reference } from "./args";
import { functionPolicy, trustPolicy, type GrantPlan } from "./plan";
import { checkActions, grantOf, isReference } from "./reference";

/**
 * A function that publishes or consumes events. It runs as a role of its own which may do what its grants say, write its
 * logs and traces, and nothing else; its log group is encrypted and does not grow for ever; traces are on; it can not take
 * the whole account's concurrency.
 *
 * Children: `logs`, `role`, `policy`, `function`.
 *
 * @example
 * const pack = new EventFunction("pack", {
 *   ...place, logKeyArn, description: "Packs large orders", code: new pulumi.asset.FileArchive("dist/pack"),
 *   environment: { ORDERS_TABLE: reference.table(orders) },
 *   grants: [{ on: "ORDERS_TABLE", actions: ["dynamodb:GetItem"] }],
 * });
 */
export class EventFunction<E extends string = string> extends Component<EventFunctionChildren> {
  readonly logs: LogGroup;
  readonly role: Role;
  readonly policy: RolePolicy;
  readonly function: LambdaFunction;
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;
  readonly roleName: pulumi.Output<string>;
  readonly timeoutSeconds: number;

  /** @throws {InputError} for numbers out of range, a malformed variable, a grant on text or without actions. */
  constructor(name: string, args: EventFunctionArgs<E>, opts?: pulumi.ComponentResourceOptions) {
    const { timeoutSeconds = 30, memoryMb = 256, reservedConcurrency = 10, description } = args;
    const { logRetentionDays = 30 } = args;
    const environment: Readonly<Record<string, pulumi.Input<string> | Reference>> = args.environment ?? {};
    const check = new Check(`EventFunction "${name}"`);
    check.plain("description", description, matching(/^[^]{1,256}$/, "1 to 256 characters"));
    check.plain("timeoutSeconds", timeoutSeconds, wholeNumber(1, 900, "seconds"));
    check.plain("memoryMb", memoryMb, wholeNumber(128, 10_240, "MB"));
    check.plain("logRetentionDays", logRetentionDays, awsLogDaysTest);
    if (reservedConcurrency !== false) {
      check.plain("reservedConcurrency", reservedConcurrency, wholeNumber(1, 10_000, "invocations"));
    }
    for (const variable of Object.keys(environment)) {
      // Lambda API, Environment.
      const allowed = "a name of two or more letters, digits and underscores that begins with a letter";
      check.plain(`environment.${variable}`, variable, matching(/^[a-zA-Z]\w+$/, allowed));
    }
    const grants = grantsOf(check, environment, args.grants ?? []);
    check.done();
    super("eventing", "EventFunction", name, args, opts);

    const functionName = this.physical("aws-function", name);
    this.timeoutSeconds = timeoutSeconds;
    this.logs = this.child("logs", LogGroup, {
      name: `/aws/lambda/${functionName}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: args.logKeyArn,
    });
    this.role = this.child("role", Role, {
      namePrefix: this.physical("aws-role", `${name}-function`),
      assumeRolePolicy: JSON.stringify(trustPolicy("lambda.amazonaws.com")),
    });
    this.policy = this.child("policy", RolePolicy, {
      role: this.role.name,
      policy: pulumi.jsonStringify(
        functionPolicy<pulumi.Input<string>>(pulumi.interpolate`${this.logs.arn}:*`, grants),
      ),
    });
    const variables = Object.entries(environment).map(([variable, given]) => [
      variable,
      isReference(given) ? given.value : given,
    ]);
    this.function = this.child(
      "function",
      LambdaFunction,
      {
        name: functionName,
        description,
        role: this.role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: args.code,
        timeout: timeoutSeconds,
        memorySize: memoryMb,
        tracingConfig: { mode: "Active" },
        ...(reservedConcurrency === false ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
        ...(variables.length === 0
          ? {}
          : {
              environment: {
                variables: Object.fromEntries(variables) as Record<string, pulumi.Input<string>>,
              },
            }),
      },
      // The group first, else Lambda makes one that is kept for ever.
      { dependsOn: [this.logs, this.policy] },
    );
    this.functionName = this.function.name;
    this.functionArn = this.function.arn;
    this.roleName = this.role.name;
    this.registerOutputs({
      logs: this.logs,
      role: this.role,
      policy: this.policy,
      function: this.function,
      functionName: this.functionName,
      functionArn: this.functionArn,
      roleName: this.roleName,
      timeoutSeconds: this.timeoutSeconds,
    });
  }
}

function grantsOf(
  check: Check,
  environment: Readonly<Record<string, pulumi.Input<string> | Reference>>,
  grants: readonly Grant<string>[],
): GrantPlan<pulumi.Input<string>>[] {
  return grants.flatMap((grant, i) => {
    const path = `grants[${i}]`;
    checkActions(check, path, grant.actions);
    const given = environment[grant.on];
    if (given !== undefined && isReference(given)) return [grantOf({ ...grant, on: given })];
    check.fault(`${path}.on`, grant.on, "a variable of the environment that names a resource by reference");
    return [];
  });
}
