import { describe, expect, it } from "vitest";
import { declaredIn } from "../../policy/library";

const manifests = `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
# nothing but a remark
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Service, metadata: { name: checkout, namespace: shop } }
  - { apiVersion: apps/v1, kind: Deployment, metadata: { name: checkout } }
---
kind: Kustomization
resources: [a.yaml]
`;

describe("what a Git repository declares", () => {
  it("is read from its manifests, items of lists too, and what is no object is left out", () => {
    expect(declaredIn("the Argo CD application shop", manifests, { stack: "dev-*" })).toEqual([
      {
        owner: "the Argo CD application shop",
        stack: "dev-*",
        apiVersion: "v1",
        kind: "Namespace",
        name: "shop",
      },
      {
        owner: "the Argo CD application shop",
        stack: "dev-*",
        apiVersion: "v1",
        kind: "Service",
        name: "checkout",
        namespace: "shop",
      },
      {
        owner: "the Argo CD application shop",
        stack: "dev-*",
        apiVersion: "apps/v1",
        kind: "Deployment",
        name: "checkout",
      },
    ]);
  });

  it("gets the namespace of the application where a manifest names none", () => {
    const [, service, deployment] = declaredIn("shop", manifests, { namespace: "orders" });
    expect([service?.namespace, deployment?.namespace]).toEqual(["shop", "orders"]);
  });

  it("is refused with the line where it is no YAML", () => {
    expect(() => declaredIn("shop", "a: [1,\nb: }")).toThrow(/line 2/);
  });
});
