import type { Naming, Tags } from "../components/core";
import type { StackContext } from "./define/stack";
import { readAccount, type Account } from "./config";
import { AWS_REGIONS, OCI_REGIONS, type Environment } from "./environments";

/** Everything a stack of the reference platform hands to its components, made once at its start. */
export interface SiteContext {
  readonly env: Environment;
  readonly account: Account;
  /** Naming for a site: `aws` gives the AWS region's key, `primary` and `standby` the OCI regions' keys, `global` glb. */
  naming(site: "aws" | "primary" | "standby" | "global"): Naming;
  /** Tags with the stack's own values over the environment's. */
  tags(own: Pick<Tags, "Service" | "DataClass"> & Partial<Tags>): Tags;
}

/** @throws {InputError} when the stack's `causeway:` configuration is missing or malformed. */
export function siteContext({ env, stack }: StackContext<Environment>): SiteContext {
  const account = readAccount();
  const sites = {
    aws: AWS_REGIONS[env.aws.region],
    primary: OCI_REGIONS[env.oci.primary],
    standby: OCI_REGIONS[env.oci.standby],
    global: "glb",
  };
  return {
    env,
    account,
    naming: (site) => ({ org: account.org, env: env.name, site: sites[site] }),
    tags: (own) => ({
      Environment: env.name,
      Team: env.tags.team,
      Owner: env.tags.owner,
      CostCenter: env.tags.costCenter,
      DrTier: "none",
      ManagedBy: "causeway",
      Stack: stack,
      ...own,
    }),
  };
}

/** Name of the API gateway that is the same at both OCI sites, for environments with a gateway at each. */
export function sharedApiName(site: SiteContext): string {
  return `api.${sharedDomain(site)}`;
}

/** Above the names of all sites' hosts; a name right below it is one that both OCI sites have in common. */
export function sharedDomain(site: SiteContext): string {
  return `${site.env.name}.internal.${site.account.zone}`;
}

/** Where the names of a site's own hosts are: `<service>.<site>.<env>.internal.<zone>` (CO-25). */
export function internalDomain(site: SiteContext, at: "primary" | "standby" = "primary"): string {
  return `${site.naming(at).site}.${sharedDomain(site)}`;
}

/** Whom alarms are told to, by e-mail. */
export function oncallAddress({ alarmEmail, zone }: Account): string {
  return alarmEmail || `oncall@${zone}`;
}
