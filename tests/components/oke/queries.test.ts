import { expect, test } from "vitest";
import { queryFault } from "../../../automation/clouds/oci/log-search";
import { ClusterQueries } from "../../../components/oke";
import { QUERY_ROLES, savedQueries } from "../../../components/oke/queries-plan";
import { NAMING, TAGS, named, recorded } from "../recorded";

const id = (kind: string, name: string) => `ocid1.${kind}.oc1.me-dubai-1.${name}`;
const sources = {
  network: { compartmentId: id("compartment", "network"), flowLogGroupId: id("loggroup", "flow") },
  cluster: { compartmentId: id("compartment", "platform"), logGroupId: id("loggroup", "cluster") },
  subnetIds: {
    loadBalancers: id("subnet", "lb"),
    endpoint: id("subnet", "api"),
    workers: id("subnet", "workers"),
    pods: id("subnet", "pods"),
  },
};

test("OK-51 saved queries say what entered, what was refused, and which flows are a pod's", async () => {
  const place = { naming: { ...NAMING, site: "dxb" }, tags: TAGS };
  const resources = await recorded(() => new ClusterQueries("queries", { ...place, ...sources }));
  expect(resources.map(({ name }) => name)).toEqual(QUERY_ROLES.map((role) => `queries-query-${role}`));
  const query = (role: string) => named(resources, `queries-query-${role}`).inputs["query"] as string;

  const flows = `search "${sources.network.compartmentId}/${sources.network.flowLogGroupId}" | where type = 'com.oraclecloud.vcn.flowlogs.DataEvent' and`;
  expect(query("ingress")).toBe(
    `${flows} data.action = 'ACCEPT' and data.destinationPort = 443 and (oracle.vnicsubnetocid = '${sources.subnetIds.loadBalancers}') | sort by datetime desc`,
  );
  for (const subnet of Object.values(sources.subnetIds)) expect(query("refused-flows")).toContain(subnet);
  expect(query("refused-flows")).toContain("data.action = 'REJECT'");
  expect(query("refused-calls")).toContain(`search "${sources.cluster.compartmentId}/_Audit"`);
  expect(query("pod-flows")).toContain("data.destinationAddress = '0.0.0.0'");
});

test("OK-51 each can be read by the Logging service's grammar", () => {
  for (const { query } of Object.values(savedQueries(sources)))
    expect(queryFault(query), query).toBeUndefined();
});
