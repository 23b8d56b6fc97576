import { Deployment } from "@pulumi/oci/apigateway";
import { Log } from "@pulumi/oci/logging";
import * as pulumi from "@pulumi/pulumi";
import { LOG_REPLACEMENT, ociLogDaysTest } from "../../lib/oci-logs";
import { Check, Component, oneOf } from "../core";
import type { ApiDeploymentArgs, ApiDeploymentChildren } from "./args";
import { apiFaults, apiWarnings } from "./faults";
import { backendGaps } from "./paths/check-path";
import { gapFault } from "./paths/faults";
import { LOG_CATEGORIES, LOG_SERVICE, planDeployment } from "./plan";
import { exceptionTags } from "./request";
import { tokenVerification, type TokenVerification } from "./verification";

/**
 * An API on a gateway, rendered from a typed specification that is checked whole before anything is created, with its
 * access log and its execution log.
 *
 * Children: `deployment`, `log` (roles `access` and `execution`).
 */
export class ApiDeployment extends Component<ApiDeploymentChildren> {
  readonly deployment: Deployment;
  readonly accessLog: Log;
  readonly executionLog: Log;
  readonly deploymentId: pulumi.Output<string>;
  /** Where the API is: the gateway's hostname and the prefix. */
  readonly endpoint: pulumi.Output<string>;
  /** Issuers, audiences and keys by which the backends verify the token again; undefined where callers bring none. */
  readonly verification: TokenVerification | undefined;

  /** @throws {InputError} with every fault of the specification and of the other inputs, and every gap of its paths. */
  constructor(name: string, args: ApiDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("api-gateway", "ApiDeployment", name, args, opts);
    const { compartmentId, gateway, api, logRetentionDays = 90, executionLogLevel = "WARN" } = args;
    const check = new Check(`ApiDeployment "${name}"`);
    const faults = apiFaults(api);
    if (faults.length === 0 && gateway.paths !== undefined) {
      faults.push(...backendGaps(gateway.paths, api).map(gapFault));
    }
    for (const fault of faults) check.refuse(fault);
    check.plain<number>("logRetentionDays", logRetentionDays, ociLogDaysTest);
    check.plain("executionLogLevel", executionLogLevel, oneOf("INFO", "WARN", "ERROR"));
    check.done();

    for (const warning of apiWarnings(api)) void pulumi.log.warn(warning, this);
    this.verification = tokenVerification(api.authentication);
    this.deployment = this.child("deployment", Deployment, {
      compartmentId,
      displayName: this.physical("oci-display", name),
      gatewayId: gateway.gatewayId,
      pathPrefix: api.pathPrefix,
      specification: planDeployment(api, executionLogLevel),
      freeformTags: {
        ...exceptionTags(api),
        ...(args.backendFirewallId === undefined ? {} : { BackendFirewall: args.backendFirewallId }),
      },
    });
    const [accessLog, executionLog] = LOG_CATEGORIES.map((category) =>
      this.child(
        "log",
        Log,
        {
          displayName: this.physical("oci-display", `${name}-${category}`),
          logGroupId: gateway.logGroupId,
          logType: "SERVICE",
          isEnabled: true,
          retentionDuration: logRetentionDays,
          configuration: {
            compartmentId,
            source: {
              sourceType: "OCISERVICE",
              service: LOG_SERVICE,
              category,
              resource: this.deployment.id,
            },
          },
        },
        { role: category, ...LOG_REPLACEMENT },
      ),
    ) as [Log, Log];
    this.accessLog = accessLog;
    this.executionLog = executionLog;
    this.deploymentId = this.deployment.id;
    this.endpoint = this.deployment.endpoint;
    this.registerOutputs({
      deployment: this.deployment,
      accessLog: this.accessLog,
      executionLog: this.executionLog,
      deploymentId: this.deploymentId,
      endpoint: this.endpoint,
      verification: this.verification,
    });
  }
}
