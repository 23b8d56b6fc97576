import { ociLogDaysTest } from "../../../lib/oci-logs";
import type { Fault } from "../../core";

/** Mbps of a flexible balancer. */
export interface Bandwidth {
  /** What is kept ready, 10 at the least. */
  readonly min: number;
  /** What it can grow to, 8000 at the most. */
  readonly max: number;
}

/** OCI Load Balancing API, ShapeDetails; the default is the source document's. */
export const BANDWIDTH = { least: 10, most: 8000, default: { min: 10, max: 100 } } as const;

/** How a balancer speaks to its backends. */
export type BackendTls =
  /** Over TLS, verified by these CAs or CA bundles of OCI's Certificates service. */
  | { readonly trustedCaIds: readonly [string, ...string[]] }
  /** In clear, and why nothing better can be had: the reason stands on the balancer as a tag, where policies see it. */
  | { readonly plainHttp: { readonly reason: string } };

/** What a firewall lets through. */
export interface FirewallRules {
  /** Requests of one client; beyond it answers are 429. */
  readonly rateLimit: {
    readonly requests: number;
    /** Seconds in which they are counted. */
    readonly seconds: number;
  };
  /**
   * What happens to a request that a protection finds hostile: `block` answers 403, `check` only logs.
   * @default "block"
   */
  readonly protection?: "block" | "check";
  /**
   * Group of Oracle's protection capabilities; their latest versions are looked up at each run.
   * @default "Recommended"
   */
  readonly protectionGroup?: string;
}

/** Names of the actions of a policy; rules refer to them. */
const ACTION = { check: "check", refuse: "refuse", slow: "too-many" } as const;

/** A protection capability of the service. */
export interface Capability {
  readonly key: string;
  readonly version: number;
}

/** A firewall policy in the service's own form. */
export function planFirewall(
  { rateLimit, protection = "block" }: FirewallRules,
  capabilities: readonly Capability[],
): {
  actions: { name: string; type: string; code?: number }[];
  requestRateLimiting: {
    rules: {
      name: string;
      type: string;
      actionName: string;
      configurations: { periodInSeconds: number; requestsLimit: number }[];
    }[];
  };
  requestProtection: {
    rules: {
      name: string;
      type: string;
      actionName: string;
      isBodyInspectionEnabled: boolean;
      protectionCapabilities: { key: string; version: number }[];
    }[];
  };
} {
  return {
    actions: [
      { name: ACTION.check, type: "CHECK" },
      { name: ACTION.refuse, type: "RETURN_HTTP_RESPONSE", code: 403 },
      { name: ACTION.slow, type: "RETURN_HTTP_RESPONSE", code: 429 },
    ],
    requestRateLimiting: {
      rules: [
        {
          name: "rate",
          type: "REQUEST_RATE_LIMITING",
          actionName: ACTION.slow,
          configurations: [{ periodInSeconds: rateLimit.seconds, requestsLimit: rateLimit.requests }],
        },
      ],
    },
    requestProtection: {
      rules: [
        {
          name: "protection",
          type: "PROTECTION",
          actionName: protection === "block" ? ACTION.refuse : ACTION.check,
          isBodyInspectionEnabled: true,
          protectionCapabilities: capabilities.map(({ key, version }) => ({ key, version })),
        },
      ],
    },
  };
}

/** Everything wrong with a firewall's rules. */
export function firewallFaults({ rateLimit, protectionGroup }: FirewallRules, path: string): Fault[] {
  const faults: Fault[] = [];
  for (const key of ["requests", "seconds"] as const) {
    const given = rateLimit[key];
    if (!Number.isInteger(given) || given < 1) {
      faults.push({ path: `${path}.rateLimit.${key}`, given, allowed: "a whole number from 1" });
    }
  }
  if (protectionGroup === "") {
    faults.push({ path: `${path}.protectionGroup`, given: "", allowed: "a group such as Recommended" });
  }
  return faults;
}

/** What of a balancer is plain when it is planned. */
export interface PlainBalancer {
  readonly bandwidth: Bandwidth;
  readonly port: number;
  readonly tls: BackendTls;
  readonly hosts: readonly string[];
  readonly healthPath: string;
  readonly firewall: FirewallRules | undefined;
  readonly isPublic: boolean;
  readonly retentionDays: number;
}

/** Everything wrong with a balancer. */
export function balancerFaults(balancer: PlainBalancer): Fault[] {
  const { bandwidth, port, tls, hosts, healthPath, firewall, isPublic, retentionDays } = balancer;
  const faults: Fault[] = firewall === undefined ? [] : firewallFaults(firewall, "exposure.firewall");
  const expect = (path: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path, given, allowed });
  };
  const isBandwidth = (mbps: number, least: number) =>
    Number.isInteger(mbps) && mbps >= least && mbps <= BANDWIDTH.most;
  const { min, max } = bandwidth;
  expect("bandwidth.min", min, isBandwidth(min, BANDWIDTH.least), `Mbps from ${BANDWIDTH.least} to 8000`);
  expect("bandwidth.max", max, isBandwidth(max, min), `Mbps from bandwidth.min to ${BANDWIDTH.most}`);
  expect(
    "exposure.firewall",
    firewall,
    !isPublic || firewall !== undefined,
    "rules: a public balancer has a firewall",
  );
  expect(
    "backends.port",
    port,
    Number.isInteger(port) && port >= 1 && port <= 65_535,
    "a port from 1 to 65535",
  );
  expect("backends.healthPath", healthPath, /^\/[\w./~-]*$/.test(healthPath), "a path such as /health");
  expect("backends.hosts", hosts, hosts.length > 0, "one host at least");
  for (const host of hosts) {
    expect("backends.hosts", host, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(host), "a role word such as node-a");
  }
  if ("plainHttp" in tls) {
    const { reason } = tls.plainHttp;
    const isReason = reason.trim().split(/\s+/).length >= 3 && reason.length <= REASON_MAX;
    expect(
      "backends.tls.plainHttp.reason",
      reason,
      isReason,
      `why, in a sentence of ${REASON_MAX} characters at most`,
    );
  } else {
    expect("backends.tls.trustedCaIds", tls.trustedCaIds, tls.trustedCaIds.length > 0, "one CA at least");
  }
  const days = ociLogDaysTest(retentionDays);
  if (days !== undefined) expect("logs.retentionDays", retentionDays, false, days);
  return faults;
}

/** OCI IAM API, free-form tags: a value has 256 characters at most. */
const REASON_MAX = 256;

/** The TLS that clients get: 1.2 is the least (docs/requirements/09.md, OP-28); 1.3 needs other cipher suites. */
export const TLS_PROTOCOLS = ["TLSv1.2"];

/** Milliseconds: a host is out after three checks without an answer. OCI Load Balancing API, HealthCheckerDetails. */
export const HEALTH = { intervalMs: 10_000, timeoutInMillis: 3000, retries: 3, returnCode: 200 } as const;

/** Categories of the service's own logs (OCI Logging guide, "Load Balancer logs"). */
export const BALANCER_LOGS = ["access", "error"] as const;
