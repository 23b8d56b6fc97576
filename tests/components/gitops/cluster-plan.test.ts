import { describe, expect, test } from "vitest";
import {
  ADDONS,
  LOG_TYPES,
  accessFaults,
  accessPolicyArn,
  accessScope,
  logGroupName,
  rangeFaults,
  sizeFaults,
} from "../../../components/gitops/cluster-plan";

const paths = (faults: readonly { readonly path: string }[]) => faults.map(({ path }) => path);

describe("access", () => {
  const deployer = { policy: "cluster-admin" } as const;

  test("someone administers the cluster, since its creator does not", () => {
    expect(accessFaults({ deployer })).toEqual([]);
    expect(accessFaults({ auditor: { policy: "view" } })).toEqual([
      {
        path: "access",
        given: ["auditor"],
        allowed: "at least one cluster-admin: whoever creates the cluster gets no rights by that",
      },
    ]);
  });

  test("a grant in namespaces names some and is not cluster-admin", () => {
    expect(accessFaults({ deployer, dev: { policy: "edit", namespaces: ["development"] } })).toEqual([]);
    expect(paths(accessFaults({ deployer, dev: { policy: "edit", namespaces: [] } }))).toEqual([
      "access.dev.namespaces",
    ]);
    expect(
      paths(accessFaults({ deployer: { policy: "cluster-admin", namespaces: ["development"] } })),
    ).toEqual(["access.deployer.namespaces"]);
  });

  test("an unknown policy is refused with those there are", () => {
    const [fault] = accessFaults({ deployer, dev: { policy: "root" as "admin" } });
    expect(fault).toEqual({
      path: "access.dev.policy",
      given: "root",
      allowed: "one of cluster-admin, admin, edit, view",
    });
  });

  test("policies and scopes are EKS's", () => {
    expect(accessPolicyArn("view")).toBe("arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy");
    expect(accessScope(undefined)).toEqual({ type: "cluster" });
    expect(accessScope(["development"])).toEqual({ type: "namespace", namespaces: ["development"] });
  });
});

describe("ranges", () => {
  const services = "172.20.0.0/16";
  const vpc = "10.64.0.0/16";

  test("the plan's ranges pass", () => {
    expect(rangeFaults(services, vpc, { runners: "10.65.7.0/24" })).toEqual([]);
  });

  test.each(["172.20.0.0/11", "172.20.0.0/25", "100.64.0.0/16", "172.20.0.1/16", "8.8.0.0/16"])(
    "%s is no range for services",
    (range) => {
      expect(paths(rangeFaults(range, vpc, {}))).toEqual(["servicesCidr"]);
    },
  );

  test("services lie outside the VPC, and both ranges are in the message", () => {
    expect(rangeFaults("10.64.128.0/17", vpc, {})).toEqual([
      {
        path: "servicesCidr",
        given: "10.64.128.0/17",
        allowed: "a range outside the VPC's, 10.64.0.0/16: services are never routed",
      },
    ]);
  });

  test.each(["0.0.0.0/0", "10.0.0.0/7", "203.0.113.0/24", "10.65.7.0"])(
    "%s is no client of a private API",
    (range) => {
      expect(paths(rangeFaults(services, vpc, { runners: range }))).toEqual(["apiClients.runners"]);
    },
  );
});

describe("sizes", () => {
  test("first lies within min and max, and a group may have a node", () => {
    expect(sizeFaults({ first: 3, min: 3, max: 9 })).toEqual([]);
    expect(sizeFaults({ first: 0, min: 0, max: 1 })).toEqual([]);
    expect(paths(sizeFaults({ first: 2, min: 3, max: 9 }))).toEqual(["nodes.size.first"]);
    expect(paths(sizeFaults({ first: 4, min: 4, max: 3 }))).toEqual(["nodes.size.min", "nodes.size.first"]);
    expect(paths(sizeFaults({ first: 0, min: 0, max: 0 }))).toEqual(["nodes.size.max"]);
    expect(paths(sizeFaults({ first: 1.5, min: -1, max: 9 }))).toEqual([
      "nodes.size.first",
      "nodes.size.min",
    ]);
  });
});

test("GO-08 nodes get network, proxy and identity before they start, and DNS after", () => {
  expect(ADDONS.map(({ name, before }) => [name, before])).toEqual([
    ["vpc-cni", true],
    ["kube-proxy", true],
    ["eks-pod-identity-agent", true],
    ["coredns", false],
  ]);
  const network = ADDONS.find(({ name }) => name === "vpc-cni");
  expect(JSON.parse(network?.settings ?? "{}")).toEqual({ enableNetworkPolicy: "true" });
});

test("the control plane's logs go where EKS writes them", () => {
  expect(logGroupName("acme-dev-use1-gitops-cluster")).toBe("/aws/eks/acme-dev-use1-gitops-cluster/cluster");
  expect(LOG_TYPES).toHaveLength(5);
});
