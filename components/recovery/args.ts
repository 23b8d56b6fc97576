import type { SteeringPolicyArgs, SteeringPolicyAttachmentArgs } from "@pulumi/oci/dns";
import type { HttpMonitorArgs } from "@pulumi/oci/healthchecks";
import type { PolicyArgs } from "@pulumi/oci/identity";
import type { BucketArgs, ReplicationPolicyArgs } from "@pulumi/oci/objectstorage";
import type { Input, ProviderResource } from "@pulumi/pulumi";
import type { ComponentArgs } from "../core";
import type { INTERVALS, SiteRole, TIMEOUTS } from "./plan";
import type { RecoveryTier } from "./tiers";

/** What everything of this area is told. */
export interface TieredArgs {
  /** Tier of the workload that this is for: `critical`, `important` or `standard`. There is no default tier. */
  readonly tier: RecoveryTier;
}

/** Children of a {@link BucketReplication}, as `transform` names them. */
export interface BucketReplicationChildren {
  grant: PolicyArgs;
  replica: BucketArgs;
  replication: ReplicationPolicyArgs;
}

/** Arguments of a {@link BucketReplication}. `naming` is the standby site's, where the replica lives. */
export interface BucketReplicationArgs extends ComponentArgs<BucketReplicationChildren>, TieredArgs {
  /** Object Storage namespace of the tenancy. */
  readonly namespace: Input<string>;
  /** Name of the bucket to copy; versioned, since what is deleted by mistake is deleted in the replica too. */
  readonly sourceBucket: Input<string>;
  /** Region of that bucket. */
  readonly sourceRegion: string;
  /** Region of the replica; another one. */
  readonly standbyRegion: string;
  /** OCID of the compartment of both buckets. */
  readonly compartmentId: Input<string>;
  /** OCID of a key in the standby region: the source's key is lost with its region. */
  readonly standbyKeyId: Input<string>;
  /** OCID of the compartment of that key. */
  readonly keyCompartmentId: Input<string>;
  /** OCID of a compartment that holds the others: where the policy is attached. */
  readonly policyCompartmentId: Input<string>;
  /** Providers of the source's region, the standby region and the tenancy's home region, where policies are written. */
  readonly providers: {
    readonly source: ProviderResource;
    readonly standby: ProviderResource;
    readonly home: ProviderResource;
  };
  /**
   * Whether the replica is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/** Children of a {@link HealthMonitor}, as `transform` names them. */
export interface HealthMonitorChildren {
  monitor: HttpMonitorArgs;
}

/** Arguments of a {@link HealthMonitor}. */
export interface HealthMonitorArgs extends ComponentArgs<HealthMonitorChildren>, TieredArgs {
  /** OCID of the monitor's compartment. */
  readonly compartmentId: Input<string>;
  /** Public addresses or names of all sites, the standby's too: an answer that is not probed counts as healthy. */
  readonly targets: readonly [Input<string>, ...Input<string>[]];
  /**
   * Host header, the name that users type, so that a site answers as it would to them.
   * @default the target itself
   */
  readonly host?: string;
  /**
   * Path that is asked for with HTTPS on port 443; it must answer with success only where users may be sent.
   * @default "/health"
   */
  readonly path?: string;
  /**
   * Seconds between two probes: 10, 30 or 60.
   * @default 30
   */
  readonly intervalSeconds?: (typeof INTERVALS)[number];
  /**
   * Seconds until a probe gives up: 10, 20, 30 or 60, not above the interval.
   * @default 10
   */
  readonly timeoutSeconds?: (typeof TIMEOUTS)[number];
  /**
   * Where probes start, three or more, outside the regions that are probed.
   * @default aws-fra, azr-ord and goo-chs: three providers on two continents
   */
  readonly vantagePoints?: readonly string[];
}

/** Where a site answers: an IPv4 address or a DNS name. */
export type Endpoint = { readonly address: Input<string> } | { readonly hostname: Input<string> };

/** A name that a steering policy answers for. */
export interface Attachment {
  /** OCID of a public zone of the OCI DNS service. */
  readonly zoneId: Input<string>;
  /** Full name within the zone, `app.example.org`. */
  readonly domainName: string;
}

/** Children of a {@link TrafficSteering}, as `transform` names them. */
export interface TrafficSteeringChildren {
  policy: SteeringPolicyArgs;
  attachment: SteeringPolicyAttachmentArgs;
}

/** Arguments of a {@link TrafficSteering}. */
export interface TrafficSteeringArgs extends ComponentArgs<TrafficSteeringChildren>, TieredArgs {
  /** OCID of the policy's compartment. */
  readonly compartmentId: Input<string>;
  /** Where each site answers; the monitor must probe both by the same address or name. */
  readonly endpoints: Readonly<Record<SiteRole, Endpoint>>;
  /** OCID of the monitor whose findings count. */
  readonly monitorId: Input<string>;
  /**
   * Site that serves. It mirrors the state of the recovery runbook, which moves traffic through the DNS service itself:
   * refresh, then change it here. A change by the program alone replaces the policy and interrupts its names.
   * @default "primary"
   */
  readonly serving?: SiteRole;
  /**
   * `manual` keeps the other site's answer disabled; `automatic` lets health decide and is for workloads without state.
   * @default "manual"
   */
  readonly failover?: "manual" | "automatic";
  /**
   * Seconds that resolvers may keep an answer, 1 to 60.
   * @default 30, the service's own
   */
  readonly ttlSeconds?: number;
  /**
   * Names that it answers for, by a role word that names each attachment.
   * @default none: the policy stands ready, and the runbook or another DNS service moves the name
   */
  readonly attachments?: Readonly<Record<string, Attachment>>;
  /**
   * Whether the policy is protected from deletion, and so from a change of answers by the program, which replaces it and
   * interrupts its names.
   * @default true
   */
  readonly protect?: boolean;
}
