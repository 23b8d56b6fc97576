import { describe, expect, test } from "vitest";
import { holds } from "../../../automation/clouds/oci/access/conditions";
import { parseStatement } from "../../../automation/clouds/oci/access/statements";
import {
  ClusterAccess,
  ClusterAutoscaler,
  WorkloadIdentity,
  workloadStatement,
  type ClusterAutoscalerArgs,
  type WorkloadIdentityArgs,
} from "../../../components/oke";
import { NODE_OPERATOR } from "../../../components/oke/access-plan";
import { NAMING, TAGS, named, recorded } from "../recorded";

const place = { naming: { ...NAMING, site: "dxb" }, tags: TAGS };

describe("ClusterAccess", () => {
  const groupIds = {
    "cluster-admins": "ocid1.group.admins",
    "node-operators": "ocid1.group.operators",
    auditors: "ocid1.group.auditors",
  };
  const build = () => recorded(() => new ClusterAccess("access", { ...place, groupIds }));

  test("OK-16 each role is bound to an IAM group by its OCID, and to nobody by name", async () => {
    const resources = await build();
    expect(named(resources, "access-binding-node-operators").inputs).toMatchObject({
      roleRef: { kind: "ClusterRole", name: "node-operators" },
      subjects: [{ kind: "Group", name: "ocid1.group.operators" }],
    });
    expect(named(resources, "access-binding-auditors").inputs).toMatchObject({ roleRef: { name: "view" } });
    expect(JSON.stringify(resources)).not.toContain('"User"');
  });

  test("OK-16 node operators look, cordon and drain; they read no secret, enter no pod and change no workload", async () => {
    const { rules } = named(await build(), "access-role-node-operators").inputs as {
      rules: typeof NODE_OPERATOR;
    };
    expect(rules).toEqual(NODE_OPERATOR);
    const may = (verb: string, resource: string) =>
      rules.some(({ verbs, resources }) => verbs.includes(verb) && resources.includes(resource));
    expect([may("patch", "nodes"), may("create", "pods/eviction"), may("get", "pods/log")]).toEqual([
      true,
      true,
      true,
    ]);
    for (const resource of ["secrets", "pods/exec", "pods/attach", "pods/portforward", "*", "clusterroles"])
      expect(
        rules.some(({ resources }) => resources.includes(resource)),
        resource,
      ).toBe(false);
    const changes = rules.filter(({ verbs }) =>
      verbs.some((verb) => !["get", "list", "watch"].includes(verb)),
    );
    expect(changes.map(({ resources, verbs }) => [resources, verbs])).toEqual([
      [["nodes"], ["get", "list", "watch", "patch"]],
      [["pods/eviction"], ["create"]],
    ]);
  });
});

describe("WorkloadIdentity", () => {
  const args: WorkloadIdentityArgs = {
    ...place,
    compartmentId: "ocid1.compartment.env",
    clusterId: "ocid1.cluster.a",
    namespace: "external-secrets",
    serviceAccount: "reader",
    grants: [
      {
        verb: "read",
        resources: "secret-bundles",
        compartmentId: "ocid1.compartment.security",
        where: ["target.secret.name = 'db-password'"],
      },
    ],
  };
  const build = (own: Partial<WorkloadIdentityArgs> = {}) =>
    recorded(() => new WorkloadIdentity("reader", { ...args, ...own }));

  test("OK-56 OP-41 the grant holds for one account of one namespace of one cluster, and for nothing else", async () => {
    const { statements } = named(await build(), "reader-policy").inputs as { statements: string[] };
    expect(statements).toEqual([
      "Allow any-user to read secret-bundles in compartment id ocid1.compartment.security where all {request.principal.type = 'workload', request.principal.namespace = 'external-secrets', request.principal.service_account = 'reader', request.principal.cluster_id = 'ocid1.cluster.a', target.secret.name = 'db-password'}",
    ]);
    const read = parseStatement(statements[0] ?? "");
    if (typeof read !== "object" || read.where === undefined) throw new Error("it has no condition");
    const { where } = read;
    const caller = {
      "request.principal.type": "workload",
      "request.principal.namespace": "external-secrets",
      "request.principal.service_account": "reader",
      "request.principal.cluster_id": "ocid1.cluster.a",
      "target.secret.name": "db-password",
    };
    expect(holds(where, caller)).toBe(true);
    for (const key of Object.keys(caller))
      expect(holds(where, { ...caller, [key]: "other" }), key).toBe(false);
    // A node asks as an instance, and carries none of a workload's variables.
    expect(holds(where, { "request.principal.type": "instance" })).toBe(false);
  });

  test("a statement without a condition of its own", () => {
    const workload = { clusterId: "c", namespace: "n", serviceAccount: "s" };
    expect(workloadStatement(workload, { verb: "use", resources: "keys", compartmentId: "d" })).toMatch(
      /cluster_id = 'c'\}$/,
    );
  });

  test.each([
    [
      "the account of every pod that names none",
      { serviceAccount: "default" },
      /serviceAccount is "default"/,
    ],
    ["a name that would end the condition", { namespace: "a' || 'b" }, /namespace is/],
    ["no grant", { grants: [] as unknown as WorkloadIdentityArgs["grants"] }, /grants is \[\]/],
  ])("%s is refused", async (_what, own, message) => {
    await expect(build(own)).rejects.toThrow(message);
  });
});

describe("ClusterAutoscaler", () => {
  const build = (pools: ClusterAutoscalerArgs["pools"]) =>
    recorded(() => new ClusterAutoscaler("autoscaler", { ...place, clusterId: "ocid1.cluster.a", pools }));

  test("OP-19 each pool has its bounds", async () => {
    const resources = await build([
      { nodePoolId: "ocid1.nodepool.a", min: 3, max: 9 },
      { nodePoolId: "ocid1.nodepool.b", min: 1, max: 2 },
    ]);
    expect(named(resources, "autoscaler-addon").inputs).toMatchObject({
      addonName: "ClusterAutoscaler",
      removeAddonResourcesOnDelete: true,
      configurations: [
        { key: "authType", value: "workload" },
        { key: "nodes", value: "3:9:ocid1.nodepool.a,1:2:ocid1.nodepool.b" },
      ],
    });
  });

  test("bounds that can not hold are refused, all at once", async () => {
    const error: unknown = await build([{ nodePoolId: "p", min: 0, max: -1 }]).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(/pools\[0\]\.min is 0[\s\S]*pools\[0\]\.max is -1/);
  });
});
