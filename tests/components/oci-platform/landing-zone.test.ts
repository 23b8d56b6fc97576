import { describe, expect, test } from "vitest";
import { InputError, MANDATORY_TAG_KEYS, TAG_KEYS } from "../../../components/core";
import {
  COMPARTMENTS,
  CompartmentTree,
  GROUPS,
  IdentityTree,
  OciKeys,
  TagNamespace,
  type OciKeysArgs,
} from "../../../components/oci-platform";
import { grantStatement, grantsOf, serviceGrants } from "../../../components/oci-platform/plan/identity";
import { parseStatement } from "../../../automation/clouds/oci/access/statements";
import { grantOf } from "../../../policy/lib/oci-statements";
import type { Finding, StackResource } from "../../../policy/rule";
import { okeIamSeparation } from "../../../policy/rules/oke-iam-separation";
import { FACTS } from "../../policy/facts";
import { named, recorded, NAMING, TAGS } from "../recorded";

const PLACE_OF_RULES = {
  stack: "prod-identity",
  class: "prod",
  facts: { ...FACTS, org: "acme", waivers: [], today: "2026-11-25" },
  today: "2026-11-25",
} as const;
const PLACE = { naming: { ...NAMING, site: "glb" }, tags: TAGS };

describe("CompartmentTree", () => {
  const build = (own: { allowDelete?: boolean } = {}) =>
    recorded(() => {
      new CompartmentTree("compartments", { ...PLACE, parentId: "ocid1.tenancy", ...own });
    });

  test("OP-40: one compartment an environment, and under it network, platform, data and security", async () => {
    const resources = await build();
    expect(resources.map(({ name, inputs }) => [name, inputs["compartmentId"], inputs["name"]])).toEqual([
      ["compartments-environment", "ocid1.tenancy", "acme-dev-glb-oci-environment"],
      ...COMPARTMENTS.map((role) => [
        `compartments-part-${role}`,
        "compartments-environment-id",
        `acme-dev-glb-oci-${role}`,
      ]),
    ]);
  });

  test("compartments carry free-form tags, since the namespace of defined ones is made in them", async () => {
    for (const { inputs } of await build()) {
      expect(inputs).not.toHaveProperty("definedTags");
      expect(Object.keys(inputs["freeformTags"] as object)).toEqual(
        expect.arrayContaining([...MANDATORY_TAG_KEYS]),
      );
    }
  });

  test("they stay when their stack goes, unless asked otherwise", async () => {
    expect(new Set((await build()).map(({ inputs }) => inputs["enableDelete"]))).toEqual(new Set([false]));
    const deletable = await build({ allowDelete: true });
    expect(new Set(deletable.map(({ inputs }) => inputs["enableDelete"]))).toEqual(new Set([true]));
  });
});

describe("TagNamespace", () => {
  const build = (environments?: readonly string[]) =>
    recorded(() => {
      new TagNamespace("tagging", {
        ...PLACE,
        compartmentId: "ocid1.compartment",
        ...(environments && { environments }),
      });
    });

  test("CO-23: the namespace is causeway and has the ten keys", async () => {
    const resources = await build();
    expect(named(resources, "tagging-namespace").inputs["name"]).toBe("causeway");
    const keys = resources.filter(({ type }) => type === "oci:Identity/tag:Tag");
    expect(keys.map(({ inputs }) => inputs["name"]).sort()).toEqual([...TAG_KEYS].sort());
    expect(keys.map(({ name }) => name)).toContain("tagging-key-cost-center");
    expect(new Set(keys.map(({ inputs }) => inputs["tagNamespaceId"]))).toEqual(
      new Set(["tagging-namespace-id"]),
    );
  });

  test("closed lists of values are enforced by the cloud", async () => {
    const validators = (await build(["dev", "staging", "prod"])).flatMap(({ name, inputs }) =>
      "validator" in inputs ? [[name, (inputs["validator"] as { values: string[] }).values]] : [],
    );
    expect(validators).toEqual([
      ["tagging-key-environment", ["dev", "staging", "prod"]],
      ["tagging-key-data-class", ["public", "internal", "confidential", "restricted"]],
      ["tagging-key-dr-tier", ["critical", "important", "standard", "none"]],
    ]);
  });

  test("an empty list of environments is refused", async () => {
    await expect(build([])).rejects.toThrow(/environments is \[\]; allowed: one environment at least/);
  });
});

describe("IdentityTree", () => {
  const compartmentIds = Object.fromEntries(COMPARTMENTS.map((role) => [role, `ocid1.${role}`])) as Record<
    (typeof COMPARTMENTS)[number],
    string
  >;
  const build = (regions = ["me-dubai-1", "me-jeddah-1"]) =>
    recorded(() => {
      new IdentityTree("people", {
        ...PLACE,
        tenancyId: "ocid1.tenancy",
        environmentId: "ocid1.environment",
        compartmentIds,
        regions,
      });
    });

  test("OP-40: each group has a policy in the environment's compartment", async () => {
    const resources = await build();
    expect(resources.map(({ name, inputs }) => [name, inputs["compartmentId"]]).sort()).toEqual(
      [
        ...GROUPS.flatMap((role) => [
          [`people-group-${role}`, "ocid1.tenancy"],
          [`people-policy-${role}`, "ocid1.environment"],
        ]),
        ["people-dynamic-group-clusters", "ocid1.tenancy"],
        ["people-dynamic-group-node-pools", "ocid1.tenancy"],
        ["people-policy-services", "ocid1.environment"],
      ].sort(),
    );
  });

  test("OP-40: every statement names a principal, a verb, a resource and a compartment; none the tenancy", async () => {
    const form =
      /^Allow (group 'Default'\/'acme-dev-glb-oci-[a-z-]+'|dynamic-group 'Default'\/'acme-dev-glb-oci-(?:clusters|node-pools)'|service [a-z0-9-]+) to (inspect|read|use|manage) [a-z-]+ in compartment id ocid1\.(environment|network|platform|data|security)( where any \{request\.permission = '.+'\})?$/;
    for (const { inputs, name } of await build()) {
      const statements = (inputs["statements"] ?? []) as string[];
      expect(statements.length, name).toBeLessThanOrEqual(50);
      expect(statements.filter((statement) => !form.test(statement))).toEqual([]);
      expect(statements.filter((statement) => / (manage|use) all-resources /.test(statement))).toEqual([]);
    }
  });

  test.each(GROUPS)("no grant of %s is said twice", (group) => {
    const texts = grantsOf(group).map(({ verb, resources, in: place }) => `${verb} ${resources} ${place}`);
    expect(texts.length).toBeGreaterThan(0);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("nobody can grant himself more, and nobody but deployers reads a secret or changes a key", () => {
    const grants = GROUPS.flatMap(grantsOf);
    const manages = grants.filter(({ verb }) => verb === "manage").map(({ resources }) => resources);
    for (const own of ["policies", "groups", "dynamic-groups", "compartments", "tag-namespaces"]) {
      expect(manages).not.toContain(own);
    }
    const secret = grants.filter(
      ({ verb, resources }) => verb !== "inspect" && /secret|^vaults$|all-resources/.test(resources),
    );
    expect(new Set(secret.map(({ to }) => to))).toEqual(new Set(["deployers"]));
    const keys = grants.filter(({ verb, resources }) => verb === "manage" && resources === "keys");
    expect(keys.map(({ to }) => to)).toEqual(["deployers"]);
  });

  test("OK-16 OP-40: who changes clusters, who reaches nodes, who changes networks and load balancers: one group each", () => {
    const who = (verb: string, resources: string) =>
      GROUPS.filter((group) => grantsOf(group).some((g) => g.verb === verb && g.resources === resources));
    expect(who("manage", "cluster-family")).toEqual(["cluster-admins"]);
    expect(who("use", "cluster-node-pools")).toEqual(["node-operators"]);
    expect(who("manage", "virtual-network-family")).toEqual(["network-admins"]);
    expect(who("manage", "load-balancers")).toEqual(["network-admins"]);
  });

  test("GW-47 gateways and certificates are the API platform's alone, and publishers change APIs and nothing else", () => {
    const writes = (group: (typeof GROUPS)[number]) =>
      grantsOf(group)
        .filter(({ verb }) => verb === "manage")
        .map(({ resources, in: place }) => `${resources} in ${place}`);
    expect(writes("api-publishers")).toEqual(["api-deployments in platform"]);
    expect(grantsOf("api-publishers")).toContainEqual({
      to: "api-publishers",
      verb: "read",
      resources: "api-gateways",
      in: "platform",
    });
    const gateways = /^(api-gateway-family|api-gateways|leaf-certificate\S*|cabundles) /;
    expect(GROUPS.filter((group) => writes(group).some((one) => gateways.test(one)))).toEqual([
      "api-platform",
    ]);
  });

  test("OP-56 whoever pushes images pushes and pulls them, and makes, deletes and publishes no repository", () => {
    expect(grantsOf("image-publishers")).toEqual([
      {
        to: "image-publishers",
        verb: "manage",
        resources: "repos",
        in: "platform",
        permissions: ["REPOSITORY_INSPECT", "REPOSITORY_READ", "REPOSITORY_UPDATE"],
      },
    ]);
    const [grant] = grantsOf("image-publishers");
    expect(grant && grantStatement(grant, "pushers", "c")).toBe(
      "Allow group 'Default'/'pushers' to manage repos in compartment id c where any {request.permission = 'REPOSITORY_INSPECT', " +
        "request.permission = 'REPOSITORY_READ', request.permission = 'REPOSITORY_UPDATE'}",
    );
  });

  test("OK-14 OK-15 the generated policies keep clusters and networks apart, where the source's two statements do not", async () => {
    const found = (resources: readonly StackResource[]) => {
      const findings: Finding[] = [];
      okeIamSeparation.checkStack?.(resources, PLACE_OF_RULES, (finding) => findings.push(finding));
      return findings;
    };
    const generated = (await build())
      .filter(({ type }) => type === "oci:Identity/policy:Policy")
      .map((policy): StackResource => ({ ...policy, urn: policy.name, protect: false, sources: () => [] }));
    expect(generated).toHaveLength(GROUPS.length + 1);
    expect(found(generated)).toEqual([]);
    const ofSource = ["cluster-family", "virtual-network-family"].map(
      (family) => `Allow group OKE-Admins to manage ${family} in compartment OKE-PROD`,
    );
    const [first] = generated as [StackResource];
    expect(found([{ ...first, props: { statements: ofSource } }])).toHaveLength(1);
  });

  test("OP-40 every statement is read the same by the rules and by the simulated cloud", async () => {
    const statements = (await build()).flatMap(({ inputs }) => (inputs["statements"] ?? []) as string[]);
    expect(statements.length).toBeGreaterThan(60);
    for (const text of statements) {
      const [read, grant] = [parseStatement(text), grantOf(text)];
      if (read === undefined || typeof read === "string" || grant === undefined)
        throw new Error(`it can not be read: ${text}`);
      expect(grant).toMatchObject({ kind: read.subject.kind, verb: read.verb, resources: read.resources });
      expect(read.place).toMatchObject({ id: expect.stringMatching(/^ocid1\./) as string });
      const bare = grant.subjects.map((name) => name.replace(/^default\//, ""));
      expect(bare).toEqual(read.subject.names);
    }
  });

  test("OP-12 OK-32: node operators open bastion sessions, where the bastion is", () => {
    expect(grantsOf("node-operators")).toContainEqual({
      to: "node-operators",
      verb: "manage",
      resources: "bastion-session",
      in: "network",
    });
  });

  test("OP-41: no grant goes to instances; the dynamic groups hold clusters and node pools of the platform's compartment", async () => {
    const resources = await build();
    expect(named(resources, "people-dynamic-group-clusters").inputs["matchingRule"]).toBe(
      "ALL {resource.type = 'cluster', resource.compartment.id = 'ocid1.platform'}",
    );
    expect(named(resources, "people-dynamic-group-node-pools").inputs["matchingRule"]).toBe(
      "ALL {resource.type = 'nodepool', resource.compartment.id = 'ocid1.platform'}",
    );
    expect(JSON.stringify(resources)).not.toMatch(/instance\.(id|compartment)/);
  });

  test("Object Storage of every region, block volumes and clusters may use the keys", () => {
    const users = serviceGrants(["me-dubai-1", "me-jeddah-1"])
      .filter(({ resources, in: place }) => resources === "keys" && place === "security")
      .map(({ subject }) => (typeof subject === "string" ? subject : subject.service));
    expect(users).toEqual([
      "blockstorage",
      "objectstorage-me-dubai-1",
      "objectstorage-me-jeddah-1",
      "clusters",
    ]);
  });

  test("a malformed region is refused", async () => {
    await expect(build(["dubai"])).rejects.toThrow(/regions\[0\] is "dubai"; allowed: an OCI region/);
  });
});

describe("OciKeys", () => {
  const build = (own: Partial<OciKeysArgs<string>> = {}) =>
    recorded(() => {
      new OciKeys("keys", { ...PLACE, compartmentId: "ocid1.security", keys: ["data", "logs"], ...own });
    });

  test("OP-34: a vault and a key a purpose, AES-256 in hardware", async () => {
    const resources = await build();
    expect(resources.map(({ name }) => name)).toEqual(["keys-vault", "keys-key-data", "keys-key-logs"]);
    expect(named(resources, "keys-vault").inputs["vaultType"]).toBe("DEFAULT");
    expect(named(resources, "keys-key-data").inputs).toMatchObject({
      keyShape: { algorithm: "AES", length: 32 },
      protectionMode: "HSM",
      compartmentId: "ocid1.security",
    });
  });

  test("OP-34: keys rotate by themselves where the vault's type allows it, and only there", async () => {
    const standard = named(await build(), "keys-key-data").inputs;
    expect(standard).not.toHaveProperty("isAutoRotationEnabled");
    const own = named(
      await build({ vaultType: "VIRTUAL_PRIVATE", rotationDays: 90 }),
      "keys-key-data",
    ).inputs;
    expect(own).toMatchObject({
      isAutoRotationEnabled: true,
      autoKeyRotationDetails: { rotationIntervalInDays: 90 },
    });
    const usual = named(await build({ vaultType: "VIRTUAL_PRIVATE" }), "keys-key-data").inputs;
    expect(usual["autoKeyRotationDetails"]).toEqual({ rotationIntervalInDays: 365 });
  });

  test.each<[string, Partial<OciKeysArgs<string>>, string[]]>([
    ["rotation in a default vault", { rotationDays: 90 }, ["rotationDays"]],
    ["rotation too often", { vaultType: "VIRTUAL_PRIVATE", rotationDays: 30 }, ["rotationDays"]],
    ["no key at all", { keys: [] }, ["keys"]],
    [
      "two of a purpose, and one that is no word",
      { keys: ["data", "data", "Data!"] },
      ["keys[1]", "keys[2]"],
    ],
  ])("%s is refused", async (_what, own, paths) => {
    const error: unknown = await build(own).catch((thrown: unknown) => thrown);
    expect(InputError.is(error) && error.faults.map(({ path }) => path)).toEqual(paths);
  });
});
