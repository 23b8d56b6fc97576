import { describe, expect, test } from "vitest";
import { PlatformRoles } from "../../../components/aws-platform";
import { ACCOUNT, NAMING, TAGS, inputsOf, registered, statements } from "./registered";

const base = {
  naming: NAMING,
  tags: TAGS,
  account: ACCOUNT,
  deployerPrincipals: ["arn:aws:iam::111111111111:role/pipeline"],
};
const make = () => registered(() => new PlatformRoles("roles", base));

describe("PlatformRoles", () => {
  test("children have stable names", async () => {
    const resources = await make();
    expect(resources.map((resource) => resource.name).sort()).toEqual([
      "roles-attachment-eks-cluster-cluster",
      "roles-attachment-eks-node-images",
      "roles-attachment-eks-node-network",
      "roles-attachment-eks-node-worker",
      "roles-policy-deployer",
      "roles-role-deployer",
      "roles-role-eks-cluster",
      "roles-role-eks-node",
      "roles-role-event-target",
    ]);
  });

  test("a role's name says what it is for, and leaves room for the provider's suffix", async () => {
    const resources = await make();
    const prefixes = ["deployer", "event-target", "eks-cluster", "eks-node"].map(
      (role) => inputsOf(resources, `roles-role-${role}`)["namePrefix"],
    );
    expect(prefixes).toEqual([
      "acme-dev-use1-aws-deployer-",
      "acme-dev-use1-aws-event-target-",
      "acme-dev-use1-aws-eks-cluster-",
      "acme-dev-use1-aws-eks-node-",
    ]);
  });

  test.each([
    ["event-target", "events.amazonaws.com", "arn:aws:events:us-east-1:111111111111:rule/*"],
    ["eks-cluster", "eks.amazonaws.com", "arn:aws:eks:us-east-1:111111111111:cluster/*"],
  ])("%s is open to resources of this account only", async (role, service, source) => {
    const resources = await make();
    const [trust, ...rest] = statements(inputsOf(resources, `roles-role-${role}`)["assumeRolePolicy"]);
    expect(trust?.["Principal"]).toEqual({ Service: service });
    expect(trust?.Condition).toEqual({
      StringEquals: { "aws:SourceAccount": "111111111111" },
      ArnLike: { "aws:SourceArn": source },
    });
    expect(rest).toEqual([]);
  });

  test("the event-target role may do nothing by itself", async () => {
    const resources = await make();
    const grants = resources.filter((r) => /^roles-(policy|attachment)-event-target/.test(r.name));
    expect(grants).toEqual([]);
  });

  test("nodes pull images and join, and no more", async () => {
    const resources = await make();
    const attached = resources
      .filter((r) => r.name.startsWith("roles-attachment-eks-node"))
      .map((r) => r.inputs["policyArn"]);
    expect(attached).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    ]);
  });

  test("the deployer is assumed by its principals, and every grant is bounded", async () => {
    const resources = await make();
    const trust = statements(inputsOf(resources, "roles-role-deployer")["assumeRolePolicy"]);
    expect(trust.map((s) => s["Principal"])).toEqual([{ AWS: base.deployerPrincipals }]);
    const grants = statements(inputsOf(resources, "roles-policy-deployer")["policy"]);
    const roles = "arn:aws:iam::111111111111:role/acme-dev-*";
    for (const grant of grants) {
      const onRoles = JSON.stringify(grant["Action"]).includes("iam:");
      if (onRoles) expect(grant["Resource"]).not.toBe("*");
      else expect(grant.Condition).toEqual({ StringEquals: { "aws:RequestedRegion": "us-east-1" } });
    }
    const pass = grants.find((grant) => grant["Action"] === "iam:PassRole");
    expect(pass?.["Resource"]).toBe(roles);
    expect(pass?.Condition).toHaveProperty(["StringEquals", "iam:PassedToService"]);
  });

  test("the deployer can not grant itself more: it writes no role, policy, user or group", async () => {
    const resources = await make();
    const actions = statements(inputsOf(resources, "roles-policy-deployer")["policy"])
      .flatMap((grant) => grant["Action"] as string | string[])
      .filter((action) => /^(iam|sts|organizations|\*)/.test(action));
    const harmless = /^iam:(Get|List|PassRole$|CreateServiceLinkedRole$|\w+OpenIDConnectProvider)/;
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !harmless.test(action))).toEqual([]);
  });

  test("the deployer's policy fits a role's quota of 10240 characters (IAM User Guide, quotas)", async () => {
    const resources = await make();
    expect((inputsOf(resources, "roles-policy-deployer")["policy"] as string).length).toBeLessThan(10_240);
  });

  test.each([
    [[], /deployerPrincipals is \[\]; allowed: at least one ARN/],
    [["*"], /deployerPrincipals\[0\] is "\*"; allowed: the ARN of an IAM role/],
    [["arn:aws:iam::1:role/x"], /deployerPrincipals\[0\]/],
  ])("principals %j are refused", async (deployerPrincipals, message) => {
    const resources = await registered(() => {
      expect(() => new PlatformRoles("roles", { ...base, deployerPrincipals })).toThrow(message);
    });
    expect(resources).toEqual([]);
  });
});
