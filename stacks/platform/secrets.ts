import type { WorkloadNamespaces } from "../../components/gitops";
import { ChartRelease, SystemNamespace, tcpPorts, type Allowance } from "../../components/kubernetes";
import { WorkloadIdentity } from "../../components/oke";
import { DeliveredSecrets, readGrants } from "../../components/secret-delivery";
import type { NeedsOutputs } from "../define/stack";
import { CHARTS } from "../environments";
import type { ociProvider } from "../providers";
import type { ClusterPlace, PlatformNeeds } from "./place";
import { apiEgress, apiIngress } from "./system";

/** Namespace of the External Secrets Operator; its chart's documentation calls it so. */
const NAMESPACE = "external-secrets";

/** Port of its webhook, which the API server calls (external-secrets chart, values.yaml, `webhook.port`). */
const WEBHOOK_PORT = 10_250;

/**
 * Port of the API endpoint on which OKE exchanges a service account's token for one of OCI
 * (github.com/oracle/oci-go-sdk, common/auth, workload identity).
 */
const TOKEN_PORT = 12_250;

/** Ranges of private networks (RFC 1918): of what else the pods can reach, security groups leave Oracle's services only. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** The vault's API has public addresses, which the service gateway routes; a policy can not name them more closely. */
const TO_ORACLE: Allowance = {
  name: "oracle",
  direction: "egress",
  peer: { place: "Oracle's services", range: "0.0.0.0/0", except: PRIVATE },
  ports: tcpPorts(443),
  why: "to read secrets of the vault",
};

/** Copies of each part, so that losing a node stops neither refreshes nor admission (the number is this platform's choice). */
const COPIES = {
  replicaCount: 2,
  leaderElect: true,
  webhook: { replicaCount: 2 },
  certController: { replicaCount: 2 },
};

/** Nothing of a cluster's whole: each namespace has its own stores, and nothing is written back into a vault. */
const NAMESPACED = {
  processClusterStore: false,
  processClusterExternalSecret: false,
  processPushSecret: false,
};

/**
 * Secrets of the vault in the workloads' namespace, by the External Secrets Operator: `db-secret` with the database's user
 * and password. The reader's identity opens these two and nothing else.
 *
 * @param workloads what made the workloads' namespaces.
 * @param namespace the one that gets the secrets.
 * @param home provider of the tenancy's home region, where IAM is written.
 */
export function workloadSecrets(
  { key, env, place, here, version }: ClusterPlace,
  { foundation, oke, secrets }: NeedsOutputs<PlatformNeeds>,
  workloads: WorkloadNamespaces,
  namespace: string,
  home: ReturnType<typeof ociProvider>,
): DeliveredSecrets {
  const endpoint = env.plan.dxb.subnets["api-endpoint"];
  const system = new SystemNamespace(
    `${key}-external-secrets`,
    {
      ...place,
      namespace: NAMESPACE,
      podSecurityVersion: version,
      allow: [
        apiEgress(endpoint),
        {
          name: "token",
          direction: "egress",
          peer: { place: "the API endpoint", range: endpoint },
          ports: tcpPorts(TOKEN_PORT),
          why: "to exchange a token of Kubernetes for one of OCI",
        },
        TO_ORACLE,
        apiIngress(endpoint, WEBHOOK_PORT),
      ],
    },
    here,
  );
  const operator = new ChartRelease(
    `${key}-external-secrets`,
    {
      ...place,
      chart: CHARTS["external-secrets"],
      namespace: system.closed,
      values: { installCRDs: true, ...NAMESPACED, ...(env.class === "dev" ? {} : COPIES) },
    },
    here,
  );
  const { username, password } = secrets.databaseSecrets;
  const delivered = new DeliveredSecrets(
    `${key}-secrets`,
    {
      ...place,
      namespace,
      vault: { id: secrets.ociVaultIds.dxb, region: env.oci.primary },
      secrets: { "db-secret": { username, password } },
    },
    { ...here, dependsOn: [operator, workloads] },
  );
  new WorkloadIdentity(
    `${key}-secrets-reader`,
    {
      ...place,
      compartmentId: foundation.environmentCompartmentId,
      clusterId: oke.clusterId,
      namespace,
      serviceAccount: delivered.readerName,
      grants: readGrants(foundation.compartmentIds.security, [username, password]),
    },
    { providers: [home] },
  );
  return delivered;
}
