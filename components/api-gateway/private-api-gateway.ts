import { Gateway } from "@pulumi/oci/apigateway";
import { CaBundle } from "@pulumi/oci/certificatesmanagement";
import { Rrset, Zone } from "@pulumi/oci/dns";
import { LogGroup } from "@pulumi/oci/logging";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, type Test } from "../core";
import type { PrivateApiGatewayArgs, PrivateApiGatewayChildren } from "./args";
import { bundleFaults, planBundle, type CaBundle as TrustedCa } from "./ca-bundles";
import { clientGaps } from "./paths/check-path";
import { gapFault } from "./paths/faults";
import type { GatewayPaths } from "./paths";
import { isReason } from "./reason";

/** How long clients keep the address: about as long as a switch to another gateway may take. */
const RECORD_SECONDS = 60;

/** Identity guide, "Tagging Overview", limits: values of free-form tags have 256 characters at most. */
const TAG_VALUE_CHARACTERS = 256;

const replacementReason: Test<string> = (text) =>
  isReason(text) && text.length <= TAG_VALUE_CHARACTERS
    ? undefined
    : `why the gateway may be replaced, in a sentence of at most ${TAG_VALUE_CHARACTERS} characters`;

/**
 * An API gateway with no public address: the endpoint type is not an argument. The service picks its address and
 * hostname; both are outputs. It is protected, since a change of its subnet is a gateway with another address: see `replaceable`.
 *
 * Children: `gateway`, `logs` (the log group of its deployments), `authorities` (CA bundles of certificates that are given),
 * `name` (the record of its hostname; role `shared` of that in common with another site), `shared-zone`.
 */
export class PrivateApiGateway extends Component<PrivateApiGatewayChildren> {
  readonly gateway: Gateway;
  readonly logs: LogGroup;
  readonly gatewayId: pulumi.Output<string>;
  readonly logGroupId: pulumi.Output<string>;
  /** Name that clients call: the one given, else the service's own. */
  readonly hostname: pulumi.Output<string>;
  /** Private addresses that the service gave it. */
  readonly ipAddresses: pulumi.Output<string[]>;
  /** The network around it, by which its APIs are checked; undefined where nothing was said of it. */
  readonly paths: GatewayPaths | undefined;

  readonly #compartmentId: pulumi.Input<string>;

  /** @throws {InputError} with every fault: security groups, CA bundles, and every gap of the paths of its clients. */
  constructor(name: string, args: PrivateApiGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("api-gateway", "PrivateApiGateway", name, args, opts);
    const {
      compartmentId,
      subnetId,
      nsgIds,
      certificateId,
      caBundles = [],
      protect = true,
      replaceable,
    } = args;
    this.#compartmentId = compartmentId;
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
    if (replaceable !== undefined) check.plain("replaceable.reason", replaceable.reason, replacementReason);
    for (const fault of bundleFaults("caBundles", caBundles)) check.refuse(fault);
    for (const gap of this.paths === undefined ? [] : clientGaps(this.paths)) check.refuse(gapFault(gap));
    check.done();

    this.gateway = this.child(
      "gateway",
      Gateway,
      {
        compartmentId,
        displayName: this.physical("oci-display", name),
        endpointType: "PRIVATE",
        subnetId,
        networkSecurityGroupIds: [...nsgIds],
        ...(certificateId === undefined ? {} : { certificateId }),
        ...(replaceable === undefined ? {} : { freeformTags: { MayBeReplaced: replaceable.reason } }),
        ...(caBundles.length === 0
          ? {}
          : {
              caBundles: caBundles.map((one, i) =>
                planBundle(one.kind, "id" in one ? one.id : this.authorities(one, i)),
              ),
            }),
      },
      { protect: protect && replaceable === undefined },
    );
    this.logs = this.child("logs", LogGroup, {
      compartmentId,
      displayName: this.physical("oci-display", `${name}-logs`),
      description: "Access and execution logs of the APIs of a private gateway",
    });
    this.gatewayId = this.gateway.id;
    this.logGroupId = this.logs.id;
    this.ipAddresses = this.gateway.ipAddresses.apply((list) => list.map(({ ipAddress }) => ipAddress));
    const record = args.name && this.record(args.name.hostname, args.name.zoneId);
    if (args.sharedName !== undefined) this.share(args.sharedName, protect);
    this.hostname = record?.domain ?? this.gateway.hostname;
    this.registerOutputs({
      gateway: this.gateway,
      logs: this.logs,
      gatewayId: this.gatewayId,
      logGroupId: this.logGroupId,
      hostname: this.hostname,
      ipAddresses: this.ipAddresses,
    });
  }

  private authorities({ pem, authorities }: Extract<TrustedCa, { kind: "certificates" }>, n: number) {
    return this.child(
      "authorities",
      CaBundle,
      {
        compartmentId: this.#compartmentId,
        name: this.physical("oci-certificate", `authorities-${n + 1}`),
        description: `Certificates of ${authorities.join(", ")}, which a private gateway trusts`,
        caBundlePem: pem,
      },
      { role: String(n + 1) },
    ).id;
  }

  /** From the gateway's own output, so that the name follows when the gateway is another. */
  private record(hostname: string, zoneId: pulumi.Input<string>, role?: "shared"): Rrset {
    const inputs = {
      zoneNameOrId: zoneId,
      domain: hostname,
      rtype: "A",
      scope: "PRIVATE",
      items: this.ipAddresses.apply((addresses) =>
        addresses.map((rdata) => ({ domain: hostname, rtype: "A", rdata, ttl: RECORD_SECONDS })),
      ),
    };
    return this.child("name", Rrset, inputs, role === undefined ? {} : { role });
  }

  private share(
    { hostname, viewId }: NonNullable<PrivateApiGatewayArgs["sharedName"]>,
    protect: boolean,
  ): void {
    const compartmentId = this.#compartmentId;
    const zone = this.child(
      "shared-zone",
      Zone,
      { compartmentId, name: hostname, zoneType: "PRIMARY", scope: "PRIVATE", viewId },
      { protect },
    );
    this.record(hostname, zone.id, "shared");
  }
}
