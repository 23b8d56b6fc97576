import type * as pulumi from "@pulumi/pulumi";
import { MutualTls, PrivateIssuer, TrustBundle } from "../../components/certificates";
import { ChartRelease, SystemNamespace } from "../../components/kubernetes";
import type { secretsContract } from "../contracts/secrets";
import type { NeedsOutputs } from "../define/stack";
import { CHARTS } from "../environments";
import type { ClusterPlace } from "./place";
import { apiEgress, apiIngress } from "./system";

/** Namespace of cert-manager; its chart's documentation calls it so, and what it signs with lies there. */
const NAMESPACE = "cert-manager";

/**
 * Port of its webhook, which the API server calls, in the pods (cert-manager.io, "Best practice", network requirements).
 */
const WEBHOOK_PORT = 10_250;

/** Copies of each part, so that losing a node stops no admission (cert-manager.io, "Best practice", high availability). */
const COPIES = { replicaCount: 2, webhook: { replicaCount: 3 }, cainjector: { replicaCount: 2 } };

/** What other parts of the platform need of the certificates. */
export interface Certificates {
  readonly issuer: PrivateIssuer;
  /** Trust domain of the SPIFFE ids: `dev.acme`. */
  readonly trustDomain: string;
}

/**
 * cert-manager, and the cluster's own CA below the platform's. The release brings the definitions: whatever is of their
 * kinds, here and in later stacks, comes after it (CO-06).
 */
export function certificates(
  { key, env, place, here, version }: ClusterPlace,
  { bootstrapCaPem, bootstrapCaKeyPem }: NeedsOutputs<{ secrets: typeof secretsContract }>["secrets"],
): Certificates {
  const endpoint = env.plan.dxb.subnets["api-endpoint"];
  const system = new SystemNamespace(
    `${key}-certificates`,
    {
      ...place,
      namespace: NAMESPACE,
      podSecurityVersion: version,
      allow: [apiEgress(endpoint), apiIngress(endpoint, WEBHOOK_PORT)],
    },
    here,
  );
  const manager = new ChartRelease(
    `${key}-cert-manager`,
    {
      ...place,
      chart: CHARTS["cert-manager"],
      namespace: system.closed,
      values: {
        crds: { enabled: true, keep: true },
        ...(env.class === "dev" ? {} : { ...COPIES, podDisruptionBudget: { enabled: true } }),
      },
    },
    here,
  );
  const issuer = new PrivateIssuer(
    `${key}-issuer`,
    {
      ...place,
      root: { certificatePem: bootstrapCaPem, privateKeyPem: bootstrapCaKeyPem },
      namespace: system.closed,
    },
    { ...here, dependsOn: [manager] },
  );
  return { issuer, trustDomain: `${env.name}.${place.naming.org}` };
}

/**
 * What services trust, and that those of the workloads' namespaces speak mutual TLS and nothing else.
 * @param others namespaces that get the roots only: their pods are no services of workloads.
 */
export function mutualTls(
  { key, place, here }: ClusterPlace,
  { issuer, trustDomain }: Certificates,
  workloads: Readonly<Record<string, pulumi.Output<string>>>,
  others: Readonly<Record<string, pulumi.Output<string>>>,
): TrustBundle {
  const [first, ...more] = Object.values(workloads);
  if (first !== undefined)
    new MutualTls(
      `${key}-mutual-tls`,
      { ...place, namespaces: [first, ...more], trustDomain },
      { ...here, dependsOn: [issuer] },
    );
  const namespaces = { ...workloads, ...others };
  return new TrustBundle(`${key}-trust`, { ...place, namespaces, roots: [issuer.trustedPem] }, here);
}
