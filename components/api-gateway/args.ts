import type { DeploymentArgs, GatewayArgs } from "@pulumi/oci/apigateway";
import type { CaBundleArgs } from "@pulumi/oci/certificatesmanagement";
import type { RrsetArgs, ZoneArgs } from "@pulumi/oci/dns";
import type { LogArgs, LogGroupArgs } from "@pulumi/oci/logging";
import type { Input } from "@pulumi/pulumi";
import type { OciLogDays } from "../../lib/oci-logs";
import type { ComponentArgs } from "../core";
import type { CaBundle } from "./ca-bundles";
import type { GatewayPaths } from "./paths";
import type { LogLevel } from "./plan";
import type { Some } from "./some";
import type { Api } from "./spec";

/** Children of a {@link PrivateApiGateway}, as `transform` names them. */
export interface PrivateApiGatewayChildren {
  gateway: GatewayArgs;
  authorities: CaBundleArgs;
  name: RrsetArgs;
  "shared-zone": ZoneArgs;
  logs: LogGroupArgs;
}

/** Arguments of a {@link PrivateApiGateway}. */
export interface PrivateApiGatewayArgs extends ComponentArgs<PrivateApiGatewayChildren> {
  /** OCID of the compartment of the gateway and its logs. */
  readonly compartmentId: Input<string>;
  /** OCID of a regional private subnet of its own; a gateway in another subnet is another gateway. */
  readonly subnetId: Input<string>;
  /** OCIDs of the network security groups that decide who reaches it; one to five. */
  readonly nsgIds: Some<Input<string>>;
  /**
   * OCID of the certificate of the gateway's hostname.
   * @default the service's own certificate, whose name is no name of yours: for development only
   */
  readonly certificateId?: Input<string>;
  /**
   * Name that clients call, in a private zone of the network: its record is made from the gateway's own address, which the
   * service picks and which changes with the gateway. It is never an input.
   * @default none: clients have the service's name alone
   */
  readonly name?: {
    /** `api.dxb.dev.internal.example.com`. */
    readonly hostname: string;
    /** OCID of the zone. */
    readonly zoneId: Input<string>;
  };
  /**
   * Name that it has in common with the gateway of another site, so that callers keep it when they are sent there: a zone of
   * this one name in a private view of its own network, with its own address. Each site's resolver answers with its site's
   * gateway; what moves is which of them is asked.
   * @default none
   */
  readonly sharedName?: {
    /** `api.prod.internal.example.com`. */
    readonly hostname: string;
    /** OCID of the view. */
    readonly viewId: Input<string>;
  };
  /**
   * Authorities that backends, the token provider and callers' certificates are signed by, beside public ones: at most two
   * bundles, five authorities.
   * @default none
   */
  readonly caBundles?: readonly CaBundle[];
  /**
   * The network around the gateway: clients, names, and where the hosts are that its APIs call. Everything that keeps a
   * request from getting through, and whatever reaches the gateway and is no client, is then refused before anything is
   * made, for the gateway here and for its APIs in theirs.
   * @default nothing is known of it, and nothing of it is checked
   */
  readonly paths?: Omit<GatewayPaths, "trusts">;
  /**
   * Whether the gateway and its shared name are protected from deletion, and so from every change that can only be made by replacing it, such as
   * another subnet: the new one has another address, and all of its APIs are made anew.
   * @default true
   */
  readonly protect?: boolean;
  /**
   * Lifts the protection for a change that replaces the gateway, and says why that is right; the reason goes onto the gateway
   * as the tag `MayBeReplaced`, where policies see it. The new one is made, and its name points to it, before the old one
   * goes; take this out again afterwards.
   * @default not to be replaced
   */
  readonly replaceable?: { readonly reason: string };
}

/** Children of an {@link ApiDeployment}, as `transform` names them. */
export interface ApiDeploymentChildren {
  deployment: DeploymentArgs;
  log: LogArgs;
}

/** What a deployment needs of its gateway; a {@link PrivateApiGateway} is one. */
export interface GatewayRef {
  /** OCID. */
  readonly gatewayId: Input<string>;
  /** OCID of the log group. */
  readonly logGroupId: Input<string>;
  /**
   * The network around it, by which its APIs are checked.
   * @default nothing of it is checked
   */
  readonly paths?: GatewayPaths | undefined;
}

/** Arguments of an {@link ApiDeployment}. */
export interface ApiDeploymentArgs extends ComponentArgs<ApiDeploymentChildren> {
  /** OCID of the compartment of the deployment and its logs. */
  readonly compartmentId: Input<string>;
  readonly gateway: GatewayRef;
  readonly api: Api;
  /**
   * Days that both logs are kept, in the steps of the service: 30, 60, 90, 120, 150 or 180.
   * @default 90
   */
  readonly logRetentionDays?: OciLogDays;
  /**
   * OCID of the web application firewall on the load balancer of the backends, where that is another stack's; it goes onto
   * the deployment as the tag `BackendFirewall`. In production an API of confidential data needs one: the service attaches
   * firewalls to load balancers of layer 7, never to gateways.
   * @default none that another stack made
   */
  readonly backendFirewallId?: Input<string>;
  /**
   * From which level on the gateway's own work is logged.
   * @default "WARN"
   */
  readonly executionLogLevel?: LogLevel;
}
