import { describe, expect, test } from "vitest";
import { namespaceFaults, quotaLimits } from "../../../components/gitops/namespaces-plan";
import type { Allowance } from "../../../components/kubernetes";

const quota = { cpu: "4500m", memory: "18Gi" };
const http: Allowance = {
  name: "ingress",
  direction: "ingress",
  peer: { namespace: "ingress" },
  why: "to hand on requests",
  ports: [{ protocol: "TCP", port: 8080 }],
};

test("a quota bounds memory twice, and gives no node port and no load balancer", () => {
  expect(quotaLimits(quota)).toEqual({
    "requests.cpu": "4500m",
    "requests.memory": "18Gi",
    "limits.memory": "18Gi",
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  });
});

describe("faults", () => {
  test("a good namespace has none", () => {
    expect(
      namespaceFaults("ns", { name: "production", quota, podSecurity: "restricted", allow: [http] }),
    ).toEqual([]);
  });

  test.each([
    ["name", { name: "Production" }],
    ["name", { name: "a".repeat(64) }],
    ["name", { name: "kube-system" }],
    ["name", { name: "default" }],
    ["quota.cpu", { quota: { cpu: "0", memory: "1Gi" } }],
    ["quota.cpu", { quota: { cpu: "4.5m", memory: "1Gi" } }],
    ["quota.memory", { quota: { cpu: "1", memory: "18G" } }],
    ["podSecurity", { podSecurity: "strict" as "restricted" }],
    ["allow[0].name", { allow: [{ ...http, name: "dns" }] }],
  ])("%s is refused in %j", (path, wrong) => {
    const faults = namespaceFaults("ns", { name: "production", quota, ...wrong });
    expect(faults.map((fault) => fault.path)).toEqual([`ns.${path}`]);
  });
});
