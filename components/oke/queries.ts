import { LogSavedSearch, type LogSavedSearchArgs } from "@pulumi/oci/logging/logSavedSearch";
import * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentArgs } from "../core";
import { QUERY_ROLES, savedQueries, type QueryRole, type QuerySources } from "./queries-plan";

/** Children of {@link ClusterQueries}. */
export interface ClusterQueriesChildren {
  query: LogSavedSearchArgs;
}

type Inputs<T> = { readonly [K in keyof T]: T[K] extends string ? pulumi.Input<string> : Inputs<T[K]> };

export interface ClusterQueriesArgs extends ComponentArgs<ClusterQueriesChildren>, Inputs<QuerySources> {}

/**
 * Questions to the logs that are asked after something happened, saved where people look: what entered through the load
 * balancers, which connections and calls were refused, which flows belong to a pod.
 *
 * Children: a `query` each.
 *
 * @example
 * new ClusterQueries("queries", {
 *   naming, tags, network: { compartmentId, flowLogGroupId }, cluster: { compartmentId, logGroupId: cluster.logGroupId },
 *   subnetIds,
 * }, { providers: [oci] });
 */
export class ClusterQueries extends Component<ClusterQueriesChildren> {
  /** OCIDs of the searches. */
  readonly ids: Readonly<Record<QueryRole, pulumi.Output<string>>>;

  constructor(name: string, args: ClusterQueriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("oke", "ClusterQueries", name, args, opts);
    const { network, cluster, subnetIds } = args;
    const sources: pulumi.Output<QuerySources> = pulumi.output({ network, cluster, subnetIds });
    this.ids = Object.fromEntries(
      QUERY_ROLES.map((role) => [role, this.createQuery(role, sources, cluster.compartmentId).id]),
    ) as Record<QueryRole, pulumi.Output<string>>;
    this.registerOutputs({ ids: this.ids });
  }

  private createQuery(
    role: QueryRole,
    sources: pulumi.Output<QuerySources>,
    compartmentId: pulumi.Input<string>,
  ): LogSavedSearch {
    const saved = sources.apply((known) => savedQueries(known)[role]);
    return this.child(
      "query",
      LogSavedSearch,
      {
        compartmentId,
        name: this.physical("oci-display", role),
        description: saved.description,
        query: saved.query,
      },
      { role, purpose: "query" },
    );
  }
}
