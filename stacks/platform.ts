import type { platformContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { clusterAccess } from "./platform/access";
import { certificates, mutualTls } from "./platform/certificates";
import { ingress } from "./platform/ingress";
import { monitorDefinitions } from "./platform/monitors";
import { WORKLOAD_NAMESPACES, workloadNamespaces } from "./platform/namespaces";
import { enforcedPolicies } from "./platform/policies";
import { clusterPlaces, type PlatformNeeds } from "./platform/place";
import { workloadSecrets } from "./platform/secrets";
import { ociProvider } from "./providers";
import { internalDomain, siteContext } from "./site";

/** What every cluster has before a workload comes; one file a part in `platform/`. */
export const program: StackProgram<Environment, PlatformNeeds, TypeOf<typeof platformContract>> = (
  context,
  needs,
) => {
  const { eks, oke: bare } = clusterPlaces(context, needs);
  const clusters = { eks, oke: enforcedPolicies(bare) };
  clusterAccess(clusters.oke, needs.identity);
  const namespaces = {
    eks: workloadNamespaces(clusters.eks),
    oke: workloadNamespaces(clusters.oke),
  };
  monitorDefinitions(clusters.oke);
  const issued = certificates(clusters.oke, needs.secrets);
  const site = siteContext(context);
  const domain = internalDomain(site);
  const workloads = WORKLOAD_NAMESPACES[context.env.name];
  const entrance = ingress(clusters.oke, issued, needs.network, domain, workloads);
  const trust = mutualTls(clusters.oke, issued, namespaces.oke.names, { ingress: entrance.namespace });
  workloadSecrets(clusters.oke, needs, namespaces.oke, workloads, ociProvider(site, "home"));

  return {
    namespaces: {
      eks: Object.values(namespaces.eks.names),
      oke: Object.values(namespaces.oke.names),
    },
    issuerName: issued.issuer.issuerName,
    trustBundleName: trust.bundleName,
    trustDomain: issued.trustDomain,
    gateway: entrance.gateway.gatewayName.apply(() => entrance.gateway.handle),
  };
};
