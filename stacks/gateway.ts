import {
  ApiDeployment,
  HEALTH_ROUTE,
  PrivateApiGateway,
  gatewayAlarms,
  type Authentication,
  type TokenVerification,
} from "../components/api-gateway";
import { MetricAlarms } from "../components/oci-platform";
import type { foundationContract } from "./contracts/foundation";
import type { ociNetworkDxbContract } from "./contracts/networks";
import type { secretsContract } from "./contracts/secrets";
import type { gatewayContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { PLATFORM_AUTHORITY, gatewayPaths, tokenIssuer } from "./gateway-paths";
import { ociProvider } from "./providers";
import { internalDomain, siteContext, type SiteContext } from "./site";

type Needs = {
  readonly foundation: typeof foundationContract;
  readonly network: typeof ociNetworkDxbContract;
  readonly secrets: typeof secretsContract;
};

/** The private API gateway of the primary OCI site, and the one API that says that it answers. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof gatewayContract>> = (
  context,
  { foundation, network, secrets },
) => {
  const site = siteContext(context);
  const { env } = site;
  const here = { provider: ociProvider(site, "primary") };
  const place = {
    naming: site.naming("primary"),
    tags: site.tags({ Service: "api-gateway", DataClass: "internal" }),
    compartmentId: foundation.compartmentIds.platform,
  };

  const hostname = `api.${internalDomain(site)}`;
  const gateway = new PrivateApiGateway(
    "gateway",
    {
      ...place,
      subnetId: network.subnetIds["api-gateway"],
      nsgIds: [network.nsgIds["api-gateway"]],
      certificateId: secrets.apiCertificate.certificateId,
      name: { hostname, zoneId: network.names.zoneId },
      caBundles: [{ kind: "certificates", pem: secrets.bootstrapCaPem, authorities: [PLATFORM_AUTHORITY] }],
      paths: gatewayPaths(site, hostname),
    },
    here,
  );
  const status = new ApiDeployment(
    "status",
    {
      ...place,
      gateway,
      api: {
        pathPrefix: "/status",
        authentication: tokens(site, "status"),
        rateLimit: { requestsPerSecond: 10, key: "CLIENT_IP" },
        routes: [HEALTH_ROUTE],
      },
      logRetentionDays: env.retention.ociLogDays,
      executionLogLevel: env.class === "prod" ? "WARN" : "INFO",
    },
    here,
  );

  new MetricAlarms(
    "gateway-alarms",
    {
      ...place,
      topicId: foundation.alarmTopicIds.dxb,
      alarms: gatewayAlarms({ gatewayId: gateway.gatewayId }),
    },
    here,
  );

  return {
    gatewayId: gateway.gatewayId,
    hostname: gateway.hostname,
    deploymentId: status.deploymentId,
    endpoint: status.endpoint,
    verification: verificationOf({ status }),
  };
};

/** What backends verify the tokens of each API by; an API whose callers bring none is not there. */
function verificationOf(apis: Readonly<Record<string, ApiDeployment>>): Record<string, TokenVerification> {
  return Object.fromEntries(
    Object.entries(apis).flatMap(([role, { verification }]) =>
      verification === undefined ? [] : [[role, verification]],
    ),
  );
}

/** Tokens of the environment's provider that are meant for one of its APIs, and for no other's. */
function tokens(place: SiteContext, api: string): Authentication {
  const { env, account } = place;
  const issuer = tokenIssuer(place);
  return {
    kind: "token",
    keys: { url: `${issuer}/.well-known/jwks.json` },
    issuers: [issuer],
    audiences: [`urn:${account.org}:${env.name}:api:${api}`],
  };
}
