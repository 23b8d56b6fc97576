import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BalancedService, oracleBalancer, type Balancer } from "../../../components/oke";
import { NAMING, TAGS, named, recorded } from "../recorded";

const subnetId = "ocid1.subnet.oc1..balancers";
const nsgId = "ocid1.networksecuritygroup.oc1..balancers";
const balancer: Balancer = { subnetId, nsgIds: [nsgId] };
const ports = [{ name: "https", port: 443, targetPort: 8443 }] as const;
const args = {
  naming: NAMING,
  tags: TAGS,
  service: "orders",
  namespace: "shop",
  selector: { app: "orders" },
  ports,
  balancer,
};

describe("the annotations of a balancer", () => {
  test("OK-25, OK-26, OK-27, OK-28 are internal by default, all of them text, with subnet and group, and no rule of OKE's", () => {
    expect(oracleBalancer("test", balancer)).toEqual({
      internal: true,
      annotations: {
        "oci.oraclecloud.com/oci-network-security-groups": nsgId,
        "oci.oraclecloud.com/security-rule-management-mode": "None",
        "service.beta.kubernetes.io/oci-load-balancer-internal": "true",
        "service.beta.kubernetes.io/oci-load-balancer-shape": "flexible",
        "service.beta.kubernetes.io/oci-load-balancer-shape-flex-max": "100",
        "service.beta.kubernetes.io/oci-load-balancer-shape-flex-min": "10",
        "service.beta.kubernetes.io/oci-load-balancer-subnet1": subnetId,
      },
    });
  });

  test("OK-25 public is said in so many words, and who built it knows", () => {
    const { internal, annotations } = oracleBalancer("test", { ...balancer, mode: "public" });
    expect(internal).toBe(false);
    expect(annotations["service.beta.kubernetes.io/oci-load-balancer-internal"]).toBe("false");
  });

  test("what there is no field for, a mode that is none, and a shape that OCI does not take are refused together", () => {
    const wrong = {
      subnetId: "",
      nsgIds: [],
      internal: true,
      mode: "private",
      bandwidth: { min: 5, max: 9000 },
      "service.beta.kubernetes.io/oci-load-balancer-interal": "true",
    };
    expect(() => oracleBalancer("Service", wrong as unknown as Balancer)).toThrow(
      /7 invalid inputs[\s\S]*internal[\s\S]*nothing of that name[\s\S]*interal[\s\S]*one of internal, public[\s\S]*min[\s\S]*max[\s\S]*1 to 5[\s\S]*subnetId/,
    );
    expect(() => oracleBalancer("Service", { ...balancer, bandwidth: { min: 200, max: 100 } })).toThrow(
      /bandwidth.max[\s\S]*from 200/,
    );
  });
});

describe("a balanced Service", () => {
  test("OK-27 it carries them, keeps the client's address, and shares no node port with what is not there", async () => {
    const resources = await recorded(() => {
      new BalancedService("orders", args);
    });
    expect(named(resources, "orders-service").inputs).toMatchObject({
      metadata: { name: "orders", namespace: "shop", annotations: oracleBalancer("", balancer).annotations },
      spec: {
        type: "LoadBalancer",
        externalTrafficPolicy: "Local",
        selector: { app: "orders" },
        ports: [{ name: "https", port: 443, targetPort: 8443, protocol: "TCP" }],
      },
    });
  });

  test("OK-25 a change from internal to public, or back, makes another Service: OKE does not turn one round", async () => {
    const replacing: unknown[] = [];
    await recorded(() => {
      const note = ({ name, opts }: pulumi.ResourceTransformationArgs) => {
        if (name === "orders-service") replacing.push(opts.replaceOnChanges);
        return undefined;
      };
      new BalancedService("orders", args, { transformations: [note] });
    });
    const mode = Object.keys(oracleBalancer("", balancer).annotations).filter((key) =>
      key.endsWith("balancer-internal"),
    );
    expect(replacing).toEqual([mode.map((key) => `metadata.annotations["${key}"]`)]);
    expect(mode).toHaveLength(1);
  });

  test("what can not answer is refused, all of it at once", () => {
    expect(
      () =>
        new BalancedService("orders", {
          ...args,
          service: "Orders",
          selector: {},
          ports: [{ name: "https", port: 0, targetPort: 70_000 }],
        }),
    ).toThrow(/4 invalid inputs/);
  });
});
