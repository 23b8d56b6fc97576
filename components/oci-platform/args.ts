import type * as pulumi from "@pulumi/pulumi";
import type * as bastion from "@pulumi/oci/bastion";
import type * as core from "@pulumi/oci/core";
import type * as identity from "@pulumi/oci/identity";
import type * as kms from "@pulumi/oci/kms";
import type * as logging from "@pulumi/oci/logging";
import type * as objectstorage from "@pulumi/oci/objectstorage";
import type { ComponentArgs } from "../core";
import type { CompartmentRole } from "./plan/identity";
import type { ProtectionMode, VaultType } from "./plan/keys";
import type { GroupRole, Peers, SubnetRole } from "./plan/roles";
import type { DatabaseEngine, GatewayClient, Sentence } from "./plan/sentences";

/** The children of a {@link VirtualNetwork} by key, for `transform`. */
export interface VirtualNetworkChildren {
  vcn: core.VcnArgs;
  "default-list": core.DefaultSecurityListArgs;
  "closed-list": core.SecurityListArgs;
  "bastion-list": core.SecurityListArgs;
  "internet-gateway": core.InternetGatewayArgs;
  "nat-gateway": core.NatGatewayArgs;
  "service-gateway": core.ServiceGatewayArgs;
  drg: core.DrgArgs;
  "drg-attachment": core.DrgAttachmentArgs;
  "remote-peering": core.RemotePeeringConnectionArgs;
  "route-table": core.RouteTableArgs;
  subnet: core.SubnetArgs;
  group: core.NetworkSecurityGroupArgs;
  rule: core.NetworkSecurityGroupSecurityRuleArgs;
  bastion: bastion.BastionArgs;
  "log-group": logging.LogGroupArgs;
  "flow-log": logging.LogArgs;
}

/** Who may open sessions through the managed bastion. */
export interface BastionSettings {
  /** Ranges that sessions may be opened from, each within the network or its peers. At least one. */
  readonly clients: readonly string[];
  /**
   * Longest life of a session, in minutes, from 30 to 180.
   * @default 180
   */
  readonly maxSessionMinutes?: number;
}

/** The other end of a remote peering connection. */
export interface RemotePeer {
  /** OCID of the other network's remote peering connection. */
  readonly id: pulumi.Input<string>;
  /** Its region, `me-dubai-1`. */
  readonly region: string;
}

export interface VirtualNetworkArgs extends ComponentArgs<VirtualNetworkChildren> {
  /** OCID of the compartment that holds everything of the network. */
  readonly compartmentId: pulumi.Input<string>;
  /**
   * Range of the VCN, a /16 to /30.
   * @default "10.10.0.0/16", the source document's
   */
  readonly cidr?: string;
  /**
   * Range of each subnet by role; a role without one is left out, with its group and all rules about it.
   * @default the source document's four subnets, see `sourceLayout`
   */
  readonly subnets?: Readonly<Partial<Record<SubnetRole, string>>>;
  /**
   * Whether the internet may come in: only then is there an internet gateway and a public load-balancer subnet.
   * @default false
   */
  readonly publicIngress?: boolean;
  /**
   * Networks reached through the dynamic routing gateway, by name; every private subnet has a route to each.
   * @default none
   */
  readonly peers?: Peers;
  /**
   * Service range of the cluster in this network, to be kept apart from every other range; it is never routed.
   * @default none
   */
  readonly serviceRange?: string;
  /**
   * Engines of the databases that pods may reach.
   * @default ["oracle"]
   */
  readonly databaseEngines?: readonly DatabaseEngine[];
  /**
   * TCP ports of pods that are backends of a load balancer themselves; node ports need none.
   * @default none
   */
  readonly podBackendPorts?: readonly number[];
  /**
   * Who may call the API gateway, by role or peer: `["pods", "runners", "peer:aws"]`. Each is named; there is no word for
   * the internet, nor for everybody inside.
   * @default none: nobody reaches it
   */
  readonly gatewayClients?: readonly GatewayClient[];
  /**
   * Roles that may call the internet over HTTPS through the NAT gateway.
   * @default ["runners"]: CI fetches tools; nodes and pods use mirrored registries
   */
  readonly internetEgress?: readonly Extract<GroupRole, "runners" | "workers" | "pods">[];
  /**
   * Sentences beside the standing ones, `{ from: "peer:aws", to: "database", on: tcp(1521, 1522), why: "…" }`.
   * @default none
   */
  readonly allow?: readonly Sentence[];
  /**
   * The managed bastion in the bastion subnet.
   * @default none
   */
  readonly bastion?: BastionSettings;
  /**
   * Whether there is a remote peering connection, and to whom it connects: exactly one of two ends names the other.
   * @default no connection
   */
  readonly remotePeering?: { readonly peer?: RemotePeer };
  /**
   * Days that flow logs are kept: 30 to 180 in steps of 30 (OCI Logging API, CreateLogDetails `retentionDuration`).
   * @default 90
   */
  readonly logRetentionDays?: number;
}

/** The children of a {@link CompartmentTree} by key, for `transform`. */
export interface CompartmentTreeChildren {
  environment: identity.CompartmentArgs;
  part: identity.CompartmentArgs;
}

export interface CompartmentTreeArgs extends ComponentArgs<CompartmentTreeChildren> {
  /** OCID of what the environment's compartment is made in: the tenancy, or a compartment of it. */
  readonly parentId: pulumi.Input<string>;
  /**
   * Whether the compartments go when their stack is destroyed; otherwise they are only forgotten.
   * @default false
   */
  readonly allowDelete?: boolean;
}

/** The children of a {@link TagNamespace} by key, for `transform`. */
export interface TagNamespaceChildren {
  namespace: identity.TagNamespaceArgs;
  key: identity.TagArgs;
}

export interface TagNamespaceArgs extends ComponentArgs<TagNamespaceChildren> {
  /** OCID of the compartment that holds the namespace; its tags can be used in the whole tenancy. */
  readonly compartmentId: pulumi.Input<string>;
  /**
   * The values that the `Environment` tag may have.
   * @default any
   */
  readonly environments?: readonly string[];
}

/** The children of an {@link IdentityTree} by key, for `transform`. */
export interface IdentityTreeChildren {
  group: identity.GroupArgs;
  "dynamic-group": identity.DynamicGroupArgs;
  policy: identity.PolicyArgs;
}

export interface IdentityTreeArgs extends ComponentArgs<IdentityTreeChildren> {
  /** OCID of the tenancy, where OCI keeps groups. */
  readonly tenancyId: pulumi.Input<string>;
  /** OCID of the environment's compartment, which the policies are attached to. */
  readonly environmentId: pulumi.Input<string>;
  /** OCIDs of the compartments under it. */
  readonly compartmentIds: pulumi.Input<{
    readonly [role in CompartmentRole]: pulumi.Input<string>;
  }>;
  /** OCI regions of the environment: their Object Storage may use its keys. */
  readonly regions: readonly string[];
}

/** The children of {@link OciKeys} by key, for `transform`. */
export interface OciKeysChildren {
  vault: kms.VaultArgs;
  replica: kms.VaultVerificationArgs;
  key: kms.KeyArgs;
}

export interface OciKeysArgs<P extends string> extends ComponentArgs<OciKeysChildren> {
  /** OCID of the compartment that holds vault and keys. */
  readonly compartmentId: pulumi.Input<string>;
  /** What each key encrypts, a role word a key: `["data", "logs"]`. */
  readonly keys: readonly P[];
  /**
   * `VIRTUAL_PRIVATE` where the keys must be replicated to another region or rotated by the service.
   * @default "DEFAULT"
   */
  readonly vaultType?: VaultType;
  /**
   * `HSM`: the key never leaves the hardware; `SOFTWARE`: its operations run in software.
   * @default "HSM"
   */
  readonly protectionMode?: ProtectionMode;
  /**
   * Days between automatic rotations, 60 to 365, in a virtual private vault.
   * @default 365 in a virtual private vault; none in a default one, whose keys are rotated by hand
   */
  readonly rotationDays?: number;
  /**
   * Region that a virtual private vault is replicated to, its keys with the same OCIDs and readable only: what is encrypted
   * with them can be opened there.
   * @default none
   */
  readonly replicaRegion?: string;
  /**
   * Whether vault and keys are protected from deletion, and kept when their stack goes: what they encrypted can not be
   * read without them.
   * @default true
   */
  readonly protect?: boolean;
}

/** The children of a {@link DataBucket} by key, for `transform`. */
export interface DataBucketChildren {
  bucket: objectstorage.BucketArgs;
  lifecycle: objectstorage.ObjectLifecyclePolicyArgs;
}

export interface DataBucketArgs extends ComponentArgs<DataBucketChildren> {
  /** What the bucket holds, a role word of its name: `orders`. */
  readonly role: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** Object Storage namespace of the tenancy. */
  readonly namespace: pulumi.Input<string>;
  /** OCID of the key of the objects. Object Storage of the region must be allowed to use it: `IdentityTree` does that. */
  readonly keyId: pulumi.Input<string>;
  /**
   * Days that a version is kept after it was overwritten or deleted: how long a mistake can be undone.
   * @default 90
   */
  readonly previousVersionDays?: number;
  /**
   * Whether the Events service is told of every object that comes, changes or goes; for a bucket that has a consumer.
   * @default false
   */
  readonly objectEvents?: boolean;
  /**
   * Whether the bucket is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}
