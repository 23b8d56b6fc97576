import { Gateway } from "@pulumi/oci/apigateway";
import { LogGroup } from "@pulumi/oci/logging";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import type { PrivateApiGatewayArgs, PrivateApiGatewayChildren } from "./args";
import { bundleFaults, planBundle } from "./ca-bundles";
import { clientGaps } from "./paths/check-path";
import { gapFault } from "./paths/faults";
import type { GatewayPaths } from "./paths";

/**
 * An API gateway with no public address: the endpoint type is not an argument. The service picks its address and
 * hostname; both are outputs.
 *
 * Children: `gateway`, `logs` (the log group of its deployments).
 */
export class PrivateApiGateway extends Component<PrivateApiGatewayChildren> {
  readonly gateway: Gateway;
  readonly logs: LogGroup;
  readonly gatewayId: pulumi.Output<string>;
  readonly logGroupId: pulumi.Output<string>;
  /** Name by which the service answers when there is no name of one's own. */
  readonly hostname: pulumi.Output<string>;
  /** Private addresses that the service gave it. */
  readonly ipAddresses: pulumi.Output<string[]>;
  /** The network around it, by which its APIs are checked; undefined where nothing was said of it. */
  readonly paths: GatewayPaths | undefined;

  /** @throws {InputError} with every fault: security groups, CA bundles, and every gap of the paths of its clients. */
  constructor(name: string, args: PrivateApiGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("api-gateway", "PrivateApiGateway", name, args, opts);
    const { compartmentId, subnetId, nsgIds, certificateId, caBundles = [] } = args;
    this.paths = args.paths && {
      ...args.paths,
      trusts: caBundles.flatMap(({ authorities }) => authorities),
    };
    const check = new Check(`PrivateApiGateway "${name}"`);
    check.plain("nsgIds", nsgIds.length, (count) =>
      // Networking documentation, "Network Security Groups", limits: groups of one VNIC.
      count >= 1 && count <= 5
        ? undefined
        : "one to five network security groups; security lists are not relied on",
    );
    for (const fault of bundleFaults("caBundles", caBundles)) check.refuse(fault);
    for (const gap of this.paths === undefined ? [] : clientGaps(this.paths)) check.refuse(gapFault(gap));
    check.done();

    this.gateway = this.child("gateway", Gateway, {
      compartmentId,
      displayName: this.physical("oci-display", name),
      endpointType: "PRIVATE",
      subnetId,
      networkSecurityGroupIds: [...nsgIds],
      ...(certificateId === undefined ? {} : { certificateId }),
      ...(caBundles.length === 0 ? {} : { caBundles: caBundles.map(planBundle) }),
    });
    this.logs = this.child("logs", LogGroup, {
      compartmentId,
      displayName: this.physical("oci-display", `${name}-logs`),
      description: "Access and execution logs of the APIs of a private gateway",
    });
    this.gatewayId = this.gateway.id;
    this.logGroupId = this.logs.id;
    this.hostname = this.gateway.hostname;
    this.ipAddresses = this.gateway.ipAddresses.apply((list) => list.map(({ ipAddress }) => ipAddress));
    this.registerOutputs({
      gateway: this.gateway,
      logs: this.logs,
      gatewayId: this.gatewayId,
      logGroupId: this.logGroupId,
      hostname: this.hostname,
      ipAddresses: this.ipAddresses,
    });
  }
}
