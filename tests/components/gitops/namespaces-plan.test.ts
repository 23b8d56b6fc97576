import { describe, expect, test } from "vitest";
import {
  DENY_ALL,
  DNS,
  allowanceSpec,
  namespaceFaults,
  podSecurityLabels,
  quotaLimits,
  type Allowance,
} from "../../../components/gitops/namespaces-plan";

const quota = { cpu: "4500m", memory: "18Gi" };
const http: Allowance = {
  name: "ingress",
  direction: "ingress",
  namespace: "ingress",
  ports: [{ protocol: "TCP", port: 8080 }],
};

describe("policies", () => {
  test("everything is denied in both directions, and both are named", () => {
    expect(DENY_ALL).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("DNS goes to the cluster's own servers only, by the label that Kubernetes sets", () => {
    expect(allowanceSpec(DNS)).toEqual({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    });
  });

  test("an ingress allowance opens nothing outwards", () => {
    const spec = allowanceSpec(http);
    expect(spec.policyTypes).toEqual(["Ingress"]);
    expect(spec.egress).toBeUndefined();
    expect(spec.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress" } } }],
        ports: [{ protocol: "TCP", port: 8080 }],
      },
    ]);
  });
});

test("pod security is enforced, audited and warned of at one level and version", () => {
  expect(podSecurityLabels("restricted", "1.36")).toEqual({
    "pod-security.kubernetes.io/enforce": "restricted",
    "pod-security.kubernetes.io/enforce-version": "v1.36",
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/audit-version": "v1.36",
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/warn-version": "v1.36",
  });
  expect(podSecurityLabels("baseline", "latest")["pod-security.kubernetes.io/enforce-version"]).toBe(
    "latest",
  );
});

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
    ["allow[1].name", { allow: [http, http] }],
    ["allow[0].namespace", { allow: [{ ...http, namespace: "*" }] }],
    ["allow[0].ports", { allow: [{ ...http, ports: [] as unknown as Allowance["ports"] }] }],
    ["allow[0].ports[0].port", { allow: [{ ...http, ports: [{ protocol: "TCP", port: 0 }] as const }] }],
  ])("%s is refused in %j", (path, wrong) => {
    const faults = namespaceFaults("ns", { name: "production", quota, ...wrong });
    expect(faults.map((fault) => fault.path)).toEqual([`ns.${path}`]);
  });
});
