/** Where a cluster's logs are, and which of its subnets are which. */
export interface QuerySources {
  /** OCID of the compartment of the network, and of the log group of its flow logs there. */
  readonly network: { readonly compartmentId: string; readonly flowLogGroupId: string };
  /** OCID of the compartment of the cluster, and of the log group of its control plane there. */
  readonly cluster: { readonly compartmentId: string; readonly logGroupId: string };
  /** OCIDs of the subnets. */
  readonly subnetIds: {
    readonly loadBalancers: string;
    readonly endpoint: string;
    readonly workers: string;
    readonly pods: string;
  };
}

/** A question that is asked again and again, and how it is asked. */
export interface SavedQuery {
  readonly description: string;
  readonly query: string;
}

export const QUERY_ROLES = ["ingress", "refused-flows", "refused-calls", "pod-flows"] as const;
export type QueryRole = (typeof QUERY_ROLES)[number];

/** A text in a query. OCIDs and words only come here; a quote would end it. */
function text(value: string): string {
  return `'${value.replaceAll("'", "")}'`;
}

/** Fields of a flow log: Networking guide, "Details for VCN Flow Logs". */
const FLOWS = "type = 'com.oraclecloud.vcn.flowlogs.DataEvent'";
const NEWEST = "sort by datetime desc";

/** The address that a search for one pod begins with: none; whoever looks puts the pod's in its place. */
const SOME_ADDRESS = "0.0.0.0";

/**
 * The questions, in the Logging service's own language (Logging guide, "Logging Query Language Specification"). It has
 * no join: what belongs to an event of a pod is found by the pod's address and the time that is looked at.
 */
export function savedQueries({
  network,
  cluster,
  subnetIds,
}: QuerySources): Readonly<Record<QueryRole, SavedQuery>> {
  const flows = `search "${network.compartmentId}/${network.flowLogGroupId}" | where ${FLOWS}`;
  const within = (...ids: readonly string[]) =>
    `(${ids.map((id) => `oracle.vnicsubnetocid = ${text(id)}`).join(" or ")})`;
  const { loadBalancers, endpoint, workers, pods } = subnetIds;
  return {
    ingress: {
      description: "What entered through the load balancers",
      query: `${flows} and data.action = 'ACCEPT' and data.destinationPort = 443 and ${within(loadBalancers)} | ${NEWEST}`,
    },
    "refused-flows": {
      description: "Which connections to the cluster were refused",
      query: `${flows} and data.action = 'REJECT' and ${within(loadBalancers, endpoint, workers, pods)} | ${NEWEST}`,
    },
    "refused-calls": {
      description: "Which calls of OCI's APIs in the cluster's compartment were refused",
      // Audit guide, "Contents of an Audit Log Event": OCI answers 404 to whoever may not know that something exists.
      query: `search "${cluster.compartmentId}/_Audit" | where data.response.status = '401' or data.response.status = '403' or data.response.status = '404' | ${NEWEST}`,
    },
    "pod-flows": {
      description: `Which flows belong to a pod: put its address in place of ${SOME_ADDRESS}, and choose the time of the event`,
      query: `${flows} and ${within(pods)} and (data.sourceAddress = '${SOME_ADDRESS}' or data.destinationAddress = '${SOME_ADDRESS}') | ${NEWEST}`,
    },
  };
}
