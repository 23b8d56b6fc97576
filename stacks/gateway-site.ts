import type { Input, Output, ProviderResource } from "@pulumi/pulumi";
import {
  ApiDeployment,
  HEALTH_ROUTE,
  PrivateApiGateway,
  gatewayAlarms,
  type LogLevel,
  type TokenVerification,
} from "../components/api-gateway";
import { MetricAlarms } from "../components/oci-platform";
import type { ociNetworkDxbContract } from "./contracts/networks";
import type { NeedsOutputs } from "./define/stack";
import { callersOf } from "./gateway-callers";
import { PLATFORM_AUTHORITY, gatewayPaths } from "./gateway-paths";
import { issuerName } from "./issuer-name";
import { limited } from "./limited";
import { isReplicated } from "./replicated";
import { internalDomain, sharedApiName, type SiteContext } from "./site";

/** Where a gateway is built, and of what. */
export interface GatewaySite {
  readonly at: "primary" | "standby";
  /** What its logical names begin with. */
  readonly role: "" | "standby-";
  /** OCI provider of the site. */
  readonly provider: ProviderResource;
  readonly compartmentId: Input<string>;
  /** OCID of the topic of its alarms. */
  readonly topicId: Input<string>;
  readonly network: Pick<
    NeedsOutputs<{ network: typeof ociNetworkDxbContract }>["network"],
    "subnetIds" | "nsgIds" | "names"
  >;
  /** OCID of its certificate, in its region. */
  readonly certificateId: Input<string>;
  /** What images are called in its region's registry, by image. */
  readonly imagePaths: Input<Readonly<Record<string, string>>>;
  /** Certificate of the authority that signs what it calls, PEM. */
  readonly authorityPem: Input<string>;
}

/** What a gateway stack hands on. */
export interface BuiltGateway {
  readonly gatewayId: Output<string>;
  readonly hostname: Output<string>;
  readonly deploymentId: Output<string>;
  readonly endpoint: Output<string>;
  readonly logGroupId: Output<string>;
  readonly verification: Record<string, TokenVerification>;
}

/** The private API gateway of an OCI site with its APIs, which are the same at both. */
export function siteGateway(site: SiteContext, built: GatewaySite): BuiltGateway {
  const { env } = site;
  const { at, role, compartmentId, network } = built;
  const here = { provider: built.provider };
  const place = {
    naming: site.naming(at),
    tags: site.tags({ Service: "api-gateway", DataClass: "internal" }),
    compartmentId,
  };

  const replacement = limited(site.account, "gatewayReplacement");
  const hostname = `api.${internalDomain(site, at)}`;
  const shared = sharedApiName(site);
  const gateway = new PrivateApiGateway(
    `${role}gateway`,
    {
      ...place,
      subnetId: network.subnetIds["api-gateway"],
      nsgIds: [network.nsgIds["api-gateway"]],
      certificateId: built.certificateId,
      name: { hostname, zoneId: network.names.zoneId },
      ...(isReplicated(env) ? { sharedName: { hostname: shared, viewId: network.names.viewId } } : {}),
      caBundles: [{ kind: "certificates", pem: built.authorityPem, authorities: [PLATFORM_AUTHORITY] }],
      paths: gatewayPaths(site, hostname, at),
      protect: env.protection.data,
      ...(replacement?.subject === `${role}gateway` ? { replaceable: { reason: replacement.reason } } : {}),
    },
    here,
  );
  issuerName(site, built);
  const callers = callersOf(site, "status", {
    ...place,
    ...here,
    role,
    subnetId: network.subnetIds.functions,
    nsgId: network.nsgIds.functions,
    imagePaths: built.imagePaths,
  });
  const status = new ApiDeployment(
    `${role}status`,
    {
      ...place,
      gateway,
      api: {
        pathPrefix: "/status",
        authentication: callers.authentication,
        rateLimit: { requestsPerSecond: 10, key: "CLIENT_IP" },
        routes: [HEALTH_ROUTE],
      },
      logRetentionDays: env.retention.ociLogDays,
      executionLogLevel: logLevel(site),
    },
    here,
  );

  new MetricAlarms(
    `${role}gateway-alarms`,
    { ...place, topicId: built.topicId, alarms: gatewayAlarms({ gatewayId: gateway.gatewayId }) },
    here,
  );

  return {
    gatewayId: gateway.gatewayId,
    hostname: gateway.hostname,
    deploymentId: status.deploymentId,
    endpoint: status.endpoint,
    logGroupId: gateway.logGroupId,
    verification: { status: callers.verification },
  };
}

/** What is usual in the environment, or for a limited time what the configuration says. */
function logLevel({ env, account }: SiteContext): LogLevel {
  const raised = limited(account, "gatewayLogLevel");
  return raised === undefined ? (env.class === "prod" ? "WARN" : "INFO") : (raised.subject as LogLevel);
}
