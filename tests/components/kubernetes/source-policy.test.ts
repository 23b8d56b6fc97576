import { describe, expect, test } from "vitest";
import { DNS, closingPolicies, tcpPorts, within, type Allowance } from "../../../components/kubernetes";
import { inState, lets, policiesOf, reaches, type End } from "./evaluator";

const POLICY = "networking.k8s.io/v1:NetworkPolicy";
const namespace = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  inState("core/v1:Namespace", name, { metadata: { name, labels } });
const pod = (of: string, app: string | undefined = "web"): End => ({ namespace: of, app });

const ingress = pod("ingress");
const [shop, orders] = [pod("app-prod", "shop"), pod("app-prod", "orders")];
const labelled = pod("stranger");
const internet: End = { address: "203.0.113.7" };
const dns: End = { namespace: "kube-system", app: "kube-dns" };
const prometheus = pod("observability", "prometheus");
/** A namespace gives itself the label that the source's policy trusts. */
const NAMESPACES = [
  namespace("ingress", { role: "ingress" }),
  namespace("app-prod"),
  namespace("stranger", { role: "ingress" }),
  namespace("kube-system"),
  namespace("observability"),
];

describe("OK-23 the source's policy, word for word", () => {
  const policies = policiesOf([
    ...NAMESPACES,
    inState(POLICY, "allow-from-ingress", {
      metadata: { name: "allow-from-ingress", namespace: "app-prod" },
      spec: {
        podSelector: {},
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { role: "ingress" } } }] }],
      },
    }),
  ]);

  test("leaves the way out open, and whoever labels his own namespace comes in, on any port", () => {
    expect(lets(policies, shop, "out", internet, 443)).toBe(true);
    expect(reaches(policies, ingress, shop, 8080)).toBe(true);
    expect(reaches(policies, labelled, shop, 22)).toBe(true);
  });

  test("keeps the services from each other, and from being scraped", () => {
    expect(reaches(policies, shop, orders, 8443)).toBe(false);
    expect(reaches(policies, prometheus, shop, 9090)).toBe(false);
  });
});

describe("OK-24 what is made instead", () => {
  const why = "to see";
  const allow: readonly Allowance[] = [
    { name: "gateway", direction: "ingress", peer: { namespace: "ingress" }, ports: tcpPorts(8443), why },
    ...within("app-prod", { name: "services", ports: tcpPorts(8443), why }),
    {
      name: "scrape",
      direction: "ingress",
      peer: { namespace: "observability", pods: { app: "prometheus" } },
      ports: tcpPorts(9090),
      why,
    },
  ];
  const made = (sentences: readonly Allowance[]) =>
    policiesOf([
      ...NAMESPACES,
      ...closingPolicies("app-prod", sentences).map(({ args }, i) =>
        inState(POLICY, String(i), args("app-prod")),
      ),
    ]);
  const policies = made(allow);

  test("lets in the gateway, the services among themselves and who scrapes, each on its port", () => {
    expect(reaches(policies, ingress, shop, 8443)).toBe(true);
    expect(reaches(policies, shop, orders, 8443)).toBe(true);
    expect(reaches(policies, shop, dns, DNS.ports[0].port)).toBe(true);
    expect(reaches(policies, prometheus, shop, 9090)).toBe(true);
    expect(reaches(policies, ingress, shop, 9090)).toBe(false);
    expect(reaches(policies, shop, orders, 9090)).toBe(false);
    expect(reaches(policies, prometheus, shop, 8443)).toBe(false);
    expect(reaches(policies, pod("observability", "grafana"), shop, 9090)).toBe(false);
  });

  test("keeps out other namespaces, whatever their labels, and keeps in what would call the internet", () => {
    expect(reaches(policies, labelled, shop, 8443)).toBe(false);
    expect(lets(policies, shop, "out", internet, 443)).toBe(false);
  });

  test.each([0, 1])("needs both sentences for calls within, and shows which is missing: %i", (missing) => {
    const kept = allow.filter((one) => one !== allow[1 + missing]);
    expect(reaches(made(kept), shop, orders, 8443)).toBe(false);
  });
});
