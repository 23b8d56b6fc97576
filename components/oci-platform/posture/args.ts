import type * as audit from "@pulumi/oci/audit";
import type * as cloudguard from "@pulumi/oci/cloudguard";
import type * as identity from "@pulumi/oci/identity";
import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { CompartmentRole } from "../plan/identity";
import type { Detector, DetectorRule, ResponderRule } from "./plan";

/** The children of a {@link SecurityPosture} by key, for `transform`. */
export interface SecurityPostureChildren {
  policy: identity.PolicyArgs;
  audit: audit.ConfigurationArgs;
  guard: cloudguard.CloudGuardConfigurationArgs;
  "detector-recipe": cloudguard.DetectorRecipeArgs;
  "responder-recipe": cloudguard.ResponderRecipeArgs;
  target: cloudguard.TargetArgs;
  "zone-recipe": cloudguard.SecurityRecipeArgs;
  zone: cloudguard.SecurityZoneArgs;
}

export interface SecurityPostureArgs extends ComponentArgs<SecurityPostureChildren> {
  /** OCID of the tenancy: Cloud Guard is switched on in the whole of it, once. */
  readonly tenancyId: pulumi.Input<string>;
  /**
   * Region that Cloud Guard reports in, `me-dubai-1`; the provider's own, and the same in every environment of a tenancy.
   * It can not be changed while Cloud Guard is on.
   */
  readonly reportingRegion: string;
  /**
   * Days that the tenancy keeps its audit log, 90 to 365, the calls of clusters' Kubernetes APIs included (OCI Audit API,
   * UpdateConfigurationDetails `retentionPeriodDays`). One value for the whole tenancy, so give every environment the same.
   * @default 365
   */
  readonly auditRetentionDays?: number;
  /** OCID of the environment's compartment, which is watched with all below it. */
  readonly environmentId: pulumi.Input<string>;
  /** OCIDs of the compartments under it. */
  readonly compartmentIds: { readonly [role in CompartmentRole]: pulumi.Input<string> };
  /**
   * Whether the compartments are security zones, in which OCI refuses what their recipes forbid. Production wants it.
   * @default false
   */
  readonly zones?: boolean;
  /**
   * Whether the internet may come in: the recipes then leave out what that needs.
   * @default false
   */
  readonly publicIngress?: boolean;
  /**
   * Detector rules that differ from Oracle's recipes, by detector; a detector with some gets a recipe of its own, which
   * takes all other rules from Oracle's.
   * @default Oracle's recipes as they are
   */
  readonly detectors?: Readonly<Partial<Record<Detector, readonly DetectorRule[]>>>;
  /**
   * Responder rules that differ from Oracle's recipe, which does nothing by itself.
   * @default Oracle's recipe as it is
   */
  readonly responders?: readonly ResponderRule[];
}
