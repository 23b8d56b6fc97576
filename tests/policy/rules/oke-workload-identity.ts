import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { iam } from "./oke";

const nodes: Sample = {
  type: "oci:Identity/dynamicGroup:DynamicGroup",
  name: "nodes",
  props: { name: "OKE-Nodes", matchingRule: "ALL {instance.compartment.id = 'ocid1.compartment.platform'}" },
};
const read = "Allow dynamic-group OKE-Nodes to read secret-bundles in compartment security";
const matching = (rule: string) => changed(nodes, { matchingRule: rule });

export const okeWorkloadIdentityCases: RuleCases = {
  rule: "oke-workload-identity",
  serves: ["OK-56", "OP-41"],
  violating: [
    {
      title: "the secrets of a compartment for whatever runs on its instances",
      resources: [nodes, iam("secrets", read)],
      says: ['"nodes": matchingRule', "every pod of every node", read],
    },
    {
      title: "the group with its domain",
      resources: [nodes, iam("secrets", read.replace("OKE-Nodes", "'Default'/'oke-nodes'"))],
      says: ['"nodes": matchingRule'],
    },
    {
      title: "every instance of the tenancy",
      resources: [matching("resource.type = 'instance'"), iam("secrets", read)],
      says: ['"nodes": matchingRule'],
    },
  ],
  complying: [
    {
      title: "a workload by its identity",
      resources: [
        iam(
          "secrets",
          "Allow any-user to read secret-bundles in compartment security where all {request.principal.type = 'workload', request.principal.namespace = 'shop', request.principal.service_account = 'orders', request.principal.cluster_id = 'ocid1.cluster.a'}",
        ),
      ],
    },
    {
      title: "instances that nothing is granted to",
      resources: [nodes, iam("other", read.replace("OKE-Nodes", "Others"))],
    },
    {
      title: "one instance",
      resources: [matching("instance.id = 'ocid1.instance.a'"), iam("secrets", read)],
    },
    {
      title: "instances by a tag",
      resources: [
        matching("ALL {instance.compartment.id = 'c', tag.causeway.Service.value = 'orders'}"),
        iam("secrets", read),
      ],
    },
    {
      title: "nodes that join a cluster by themselves",
      resources: [
        nodes,
        iam("join", "Allow dynamic-group OKE-Nodes to {CLUSTER_JOIN} in compartment platform"),
      ],
    },
    {
      title: "clusters",
      resources: [
        matching("ALL {resource.type = 'cluster', resource.compartment.id = 'c'}"),
        iam("secrets", read),
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    { title: "a matching rule that is not known", resources: [matching(UNKNOWN), iam("secrets", read)] },
  ],
};
