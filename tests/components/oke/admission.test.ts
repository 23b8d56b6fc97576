import { ValidatingAdmissionPolicy } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy";
import { ValidatingAdmissionPolicyBinding } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding";
import { describe, expect, test } from "vitest";
import { BalancerAdmission, oracleBalancer } from "../../../components/oke";
import { balancerPolicy } from "../../../components/oke/admission-plan";
import { refusals } from "../../support/admission";
import { NAMING, TAGS, named, recorded } from "../recorded";

const INTERNAL = "service.beta.kubernetes.io/oci-load-balancer-internal";
const built = oracleBalancer("test", {
  subnetId: "ocid1.subnet.oc1..balancers",
  nsgIds: ["ocid1.networksecuritygroup.oc1..balancers"],
}).annotations;
const service = (changes: object = {}, spec: object = {}) => ({
  metadata: {
    name: "orders",
    annotations: Object.fromEntries(
      Object.entries({ ...built, ...changes }).filter(([, value]) => value !== undefined),
    ),
  },
  spec: { type: "LoadBalancer", ...spec },
});
type Policy = Parameters<typeof refusals>[0];
const refused = (object: object, oldObject?: object, isPublic = false) =>
  refusals(
    balancerPolicy(isPublic) as unknown as Policy,
    oldObject === undefined ? { object } : { object, oldObject },
  );

describe("admission of balancers", () => {
  test("OK-11 takes what the builder writes, and what is no balancer of OKE's", () => {
    expect(refused(service())).toEqual([]);
    expect(refused({ metadata: { name: "a" }, spec: { type: "ClusterIP" } })).toEqual([]);
    expect(refused({ metadata: { name: "a" }, spec: {} })).toEqual([]);
    expect(
      refused({ metadata: {}, spec: { type: "LoadBalancer", loadBalancerClass: "example.com/inner" } }),
    ).toEqual([]);
  });

  test("OK-11, OK-26 refuses one that is made by hand, with everything that is missing", () => {
    expect(refused({ metadata: { name: "a" }, spec: { type: "LoadBalancer" } })).toEqual([
      expect.stringContaining("is internal"),
      expect.stringContaining("names its subnet"),
      expect.stringContaining("names its security groups"),
      expect.stringContaining("no security rules"),
    ]);
  });

  test.each<[title: string, annotations: object, says: string]>([
    ["public", { [INTERNAL]: "false" }, "is internal"],
    ["misspelt", { [INTERNAL]: undefined, [`${INTERNAL}l`]: "true" }, "is internal"],
    ["a subnet by name", { "service.beta.kubernetes.io/oci-load-balancer-subnet1": "inner" }, "its subnet"],
    ["OKE's own rules", { "oci.oraclecloud.com/security-rule-management-mode": "NSG" }, "no security rules"],
    ["of layer 4", { "oci.oraclecloud.com/load-balancer-type": "nlb" }, "layer 7"],
  ])("refuses one that is %s", (_title, annotations, says) => {
    expect(refused(service(annotations))).toEqual([expect.stringContaining(says)]);
  });

  test("OK-25 a live one keeps its mode; a Service that becomes one has none yet", () => {
    const open = service({ [INTERNAL]: "false" });
    expect(refused(service(), service())).toEqual([]);
    expect(refused(service(), service({}, { type: "ClusterIP" }))).toEqual([]);
    expect(refused(service(), open)).toEqual([expect.stringContaining("make a new Service")]);
    expect(refused(service(), { metadata: {}, spec: { type: "LoadBalancer" } })).toHaveLength(1);
  });

  test("where balancers may be public, each says what it is", () => {
    expect(refused(service({ [INTERNAL]: "false" }), undefined, true)).toEqual([]);
    expect(refused(service({ [INTERNAL]: undefined }), undefined, true)).toHaveLength(1);
    expect(refused(service({ [INTERNAL]: "yes" }), undefined, true)).toHaveLength(1);
  });

  test("it denies in every namespace, and its objects are what Kubernetes' schemas take", async () => {
    const resources = await recorded(() => {
      new BalancerAdmission("balancers", { naming: NAMING, tags: TAGS });
    });
    const [policy, binding] = ["policy", "binding"].map((key) => named(resources, `balancers-${key}`).inputs);
    new ValidatingAdmissionPolicy(policy).validate();
    new ValidatingAdmissionPolicyBinding(binding as never).validate();
    expect(policy?.["spec"]).toMatchObject({ failurePolicy: "Fail" });
    expect(binding?.["spec"]).toEqual({ policyName: "oke-balancers", validationActions: ["Deny"] });
  });
});
