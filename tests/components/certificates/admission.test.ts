import { describe, expect, test } from "vitest";
import { admissionPlans } from "../../../components/certificates/mutual-tls-plan";
import { refusals } from "../../support/admission";

const MANAGER = "system:serviceaccount:cert-manager:cert-manager";
const plans = admissionPlans("dev.acme", MANAGER);
const secret = (secretName: string) => ({ name: secretName, secret: { secretName } });
const pod = (...volumes: object[]) => ({ spec: { serviceAccountName: "orders", volumes } });
const certificate = (spec: object) => ({
  metadata: { namespace: "shop" },
  spec: { secretName: "orders-tls", ...spec },
});

describe("admission in namespaces with mutual TLS, evaluated", () => {
  test("OK-35 a pod mounts the certificate of its own account, and nobody else's", () => {
    const refused = (object: object) => refusals(plans.workloads, { object });
    expect(refused(pod(secret("orders-tls"), { name: "tmp", emptyDir: {} }))).toEqual([]);
    expect(refused({ spec: { serviceAccountName: "orders" } })).toHaveLength(1);
    expect(refused(pod(secret("settings")))).toEqual([expect.stringContaining("nothing to prove")]);
    expect(refused(pod(secret("payments-tls")))).toHaveLength(2);
    expect(refused(pod(secret("orders-tls"), secret("payments-tls")))).toEqual([
      expect.stringContaining("it would pass for it"),
    ]);
  });

  test.each<[title: string, more: object]>([
    [
      "projected",
      { volumes: [secret("orders-tls"), { projected: { sources: [{ secret: { name: "payments-tls" } }] } }] },
    ],
    [
      "as a variable",
      { containers: [{ env: [{ valueFrom: { secretKeyRef: { name: "payments-tls", key: "tls.key" } } }] }] },
    ],
    ["as all variables", { containers: [{}, { envFrom: [{ secretRef: { name: "payments-tls" } }] }] }],
    ["of an init container", { initContainers: [{ envFrom: [{ secretRef: { name: "payments-tls" } }] }] }],
    [
      "of a container that is put in later",
      { ephemeralContainers: [{ envFrom: [{ secretRef: { name: "orders-tls" } }] }] },
    ],
  ])("OK-38 a certificate gets into no pod by another way: %s", (_title, more) => {
    const { spec } = pod(secret("orders-tls"));
    expect(refusals(plans.workloads, { object: { spec: { ...spec, ...more } } })).toHaveLength(1);
  });

  test("OK-38 a pod is judged when it comes and when a container is put in, and never stands in the way of its end", () => {
    expect(plans.workloads.judged).toEqual({ pods: ["CREATE"], "pods/ephemeralcontainers": ["UPDATE"] });
  });

  test("what else is projected or in the environment is a pod's own matter", () => {
    const { spec } = pod(secret("orders-tls"));
    const object = {
      spec: {
        ...spec,
        volumes: [
          ...spec.volumes,
          { projected: { sources: [{ serviceAccountToken: {} }, { secret: { name: "orders-tls" } }] } },
        ],
        containers: [
          {
            env: [
              { name: "A", value: "1" },
              { valueFrom: { secretKeyRef: { name: "db-secret", key: "password" } } },
            ],
            envFrom: [{ configMapRef: { name: "settings" } }],
          },
        ],
      },
    };
    expect(refusals(plans.workloads, { object })).toEqual([]);
  });

  test("OK-35 every port of a Service speaks TLS", () => {
    const refused = (...ports: object[]) => refusals(plans.services, { object: { spec: { ports } } });
    expect(refused({ port: 443, appProtocol: "https" })).toEqual([]);
    expect(refused({ port: 443, appProtocol: "https" }, { port: 9090 })).toHaveLength(1);
    expect(refused({ port: 80, appProtocol: "http" })).toHaveLength(1);
    expect(refusals(plans.services, { object: { spec: { type: "ExternalName" } } })).toEqual([]);
  });

  test.each<[title: string, spec: object, count: number]>([
    [
      "its own account and names",
      { uris: ["spiffe://dev.acme/ns/shop/sa/orders"], dnsNames: ["orders.shop.svc", "orders.shop"] },
      0,
    ],
    ["an account of another namespace", { uris: ["spiffe://dev.acme/ns/bank/sa/orders"] }, 1],
    ["another trust domain", { uris: ["spiffe://prod.acme/ns/shop/sa/orders"] }, 1],
    ["another account's id in this Secret", { uris: ["spiffe://dev.acme/ns/shop/sa/payments"] }, 1],
    ["a name of another namespace", { dnsNames: ["orders.bank.svc"] }, 1],
    ["a name of the world", { dnsNames: ["example"] }, 1],
    ["a name of the world whose second part is the namespace", { dnsNames: ["pay.shop.example.com"] }, 1],
    ["a name of the world that only begins like its own", { dnsNames: ["orders.shop.svc.example.com"] }, 1],
    ["every name of its namespace at once", { dnsNames: ["*.shop.svc"] }, 1],
    ["the whole name of a Service", { dnsNames: ["orders.shop.svc.cluster.local"] }, 0],
    ["another's name as its common name", { commonName: "pay.example.com" }, 1],
    ["its own name as its common name", { commonName: "orders.shop.svc" }, 0],
    ["an address", { ipAddresses: ["10.65.3.7"] }, 1],
    ["a subject in its own words", { literalSubject: "CN=payments.bank.svc" }, 1],
    ["a CA", { isCA: true }, 1],
  ])("OK-38 a certificate may name, or not, %s", (_title, spec, count) => {
    expect(refusals(plans.certificates, { object: certificate(spec) })).toHaveLength(count);
  });

  test("OK-38 only cert-manager requests certificates", () => {
    const by = (username: string) =>
      refusals(plans.requests, { object: {}, request: { userInfo: { username } } });
    expect(by(MANAGER)).toEqual([]);
    expect(by("system:serviceaccount:shop:orders")).toHaveLength(1);
  });
});
