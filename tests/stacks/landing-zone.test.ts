import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { foundationContract } from "../../stacks/contracts/foundation";
import { identityContract } from "../../stacks/contracts/identity";
import {
  ociNetworkDxbContract,
  ociNetworkJedContract,
  type OciNetworkOutputs,
} from "../../stacks/contracts/networks";
import { secretsContract } from "../../stacks/contracts/secrets";
import { dev, prod, staging, type Environment } from "../../stacks/environments";
import { program as foundation } from "../../stacks/foundation";
import { program as identity } from "../../stacks/identity";
import { program as networkDxb } from "../../stacks/oci-network-dxb";
import { program as networkJed } from "../../stacks/oci-network-jed";
import { program as secrets } from "../../stacks/secrets";
import { OCI_ANSWERS } from "../components/oci-platform/answers";
import { named, type Recorded } from "../components/recorded";
import { stackRecorded } from "./recorded-stack";

const CA = {
  "tls:index/privateKey:PrivateKey": { privateKeyPem: "KEY" },
  "tls:index/selfSignedCert:SelfSignedCert": { certPem: "CERT" },
  "tls:index/certRequest:CertRequest": { certRequestPem: "REQUEST" },
  "tls:index/locallySignedCert:LocallySignedCert": { certPem: "HOST" },
};
const ANSWERS = { ...OCI_ANSWERS, ...CA };

interface Built {
  resources: Recorded[];
  outputs: Record<string, unknown>;
}

/** The five stacks, each given what the ones before it promised. */
async function built(env: Environment) {
  const outputsOf = <T>(stack: Built) => stack.outputs as T;
  const first: Built = await stackRecorded(foundationContract, foundation, env, {}, ANSWERS);
  const base = { foundation: outputsOf<NonNullable<(typeof foundationContract)["_type"]>>(first) };
  const dxb: Built = await stackRecorded(ociNetworkDxbContract, networkDxb, env, base, ANSWERS);
  const primary = outputsOf<OciNetworkOutputs>(dxb);
  const jed: Built = await stackRecorded(
    ociNetworkJedContract,
    networkJed,
    env,
    { ...base, primary },
    ANSWERS,
  );
  const people: Built = await stackRecorded(identityContract, identity, env, base, ANSWERS);
  const known = { ...base, identity: outputsOf<NonNullable<(typeof identityContract)["_type"]>>(people) };
  const keys: Built = await stackRecorded(secretsContract, secrets, env, known, ANSWERS);
  return { foundation: first, dxb, jed, identity: people, secrets: keys };
}

describe.each([dev, staging, prod])("the landing zone of $name", (env) => {
  let stacks: Awaited<ReturnType<typeof built>>;
  beforeAll(async () => {
    stacks = await built(env);
  });

  test("OP-56 each image has a repository in both regions, of the same name", () => {
    const repositories = stacks.foundation.resources
      .filter(({ type }) => type === "oci:Artifacts/containerRepository:ContainerRepository")
      .map(({ inputs, madeBy }) => `${madeBy} ${String(inputs["displayName"])}`);
    const names = ["authorizer", "payments"].flatMap((image) => [image, `${image}-signatures`]);
    expect(repositories).toEqual(
      ["oci-primary", "oci-standby"].flatMap((region) =>
        names.map((name) => `${region} ${env.name}/${name}`),
      ),
    );
    expect(stacks.foundation.outputs["imagePaths"]).toEqual({
      dxb: {
        authorizer: `ocir.me-dubai-1.oci.oraclecloud.com/axtenancy/${env.name}/authorizer`,
        payments: `ocir.me-dubai-1.oci.oraclecloud.com/axtenancy/${env.name}/payments`,
      },
      jed: {
        authorizer: `ocir.me-jeddah-1.oci.oraclecloud.com/axtenancy/${env.name}/authorizer`,
        payments: `ocir.me-jeddah-1.oci.oraclecloud.com/axtenancy/${env.name}/payments`,
      },
    });
  });

  test("OP-43 there is a topic at each site, and somebody hears it", () => {
    for (const at of ["primary", "standby"]) {
      expect(named(stacks.foundation.resources, `alarms-${at}-topic`).inputs).toMatchObject({
        name: expect.stringMatching(new RegExp(`^acme-${env.name}-(dxb|jed)-oci-alarms-${at}$`)) as string,
      });
      expect(named(stacks.foundation.resources, `alarms-${at}-subscription-oncall`).inputs).toMatchObject({
        protocol: "EMAIL",
        endpoint: expect.stringMatching(/^oncall@/) as string,
      });
    }
  });

  test("OP-42 Cloud Guard watches the environment, and in production its compartments are zones", () => {
    const { resources, outputs } = stacks.foundation;
    expect(named(resources, "posture-target").inputs["targetResourceId"]).toBe(
      outputs["environmentCompartmentId"],
    );
    expect(named(resources, "posture-guard").inputs).toMatchObject({ reportingRegion: env.oci.home });
    const zones = resources.filter(({ type }) => type.endsWith(":SecurityZone"));
    const compartments = Object.values(outputs["compartmentIds"] as Record<string, string>);
    expect(new Set(zones.map(({ inputs }) => inputs["compartmentId"]))).toEqual(
      new Set(env.class === "prod" ? compartments : []),
    );
    expect(resources.filter(({ type }) => type.startsWith("oci:Budget/"))).toEqual([]);
  });

  test("GW-06 the gateway's hostname has a certificate, signed where the authority's key is", () => {
    const dnsNames = named(stacks.secrets.resources, "api-request").inputs["dnsNames"];
    const own = `api.dxb.${env.name}.internal.platform.example.org`;
    const shared = `api.${env.name}.internal.platform.example.org`;
    const critical = env.recovery.tier === "critical";
    expect(dnsNames).toEqual(critical ? [own, shared] : [own]);
    expect(stacks.secrets.outputs["apiCertificate"]).toMatchObject({ certificateId: "api-certificate-id" });
  });

  test("GW-48 the standby site's gateway has a certificate of its own region, with the shared name, where there is one", () => {
    const requests = stacks.secrets.resources.filter(({ name }) => name === "standby-api-request");
    const [own, shared] = ["jed.", ""].map((at) => `api.${at}${env.name}.internal.platform.example.org`);
    const critical = env.recovery.tier === "critical";
    expect(requests.map(({ inputs }) => inputs["dnsNames"])).toEqual(critical ? [[own, shared]] : []);
    expect(stacks.secrets.outputs["standbyApiCertificate"]).toEqual(
      critical ? { certificateId: "standby-api-certificate-id", hostname: own } : null,
    );
    if (critical)
      expect(named(stacks.secrets.resources, "standby-api-certificate").madeBy).toBe("oci-standby");
  });

  test("logical names are role words, never environment, site or organisation", () => {
    const names = Object.values(stacks).flatMap(({ resources }) => resources.map(({ name }) => name));
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(names.filter((name) => /(^|-)(dev|staging|prod|dxb|jed|use1|glb|acme)(-|$)/.test(name))).toEqual(
      [],
    );
  });

  test("each is made by the explicit provider of its place", () => {
    const makers = (stack: Built) =>
      Object.fromEntries(
        [...new Set(stack.resources.map(({ type }) => type.split(":")[0] as string))].map((cloud) => [
          cloud,
          [
            ...new Set(
              stack.resources.filter(({ type }) => type.startsWith(`${cloud}:`)).map((r) => r.madeBy),
            ),
          ].sort(),
        ]),
      );
    expect(makers(stacks.foundation)).toMatchObject({
      oci: ["oci-home", "oci-primary", "oci-standby"],
      aws: ["aws"],
    });
    expect(makers(stacks.dxb)).toMatchObject({ oci: ["oci-primary"] });
    expect(makers(stacks.jed)).toMatchObject({ oci: ["oci-standby"] });
    expect(makers(stacks.identity)).toMatchObject({ oci: ["oci-home"], aws: ["aws"] });
    expect(makers(stacks.secrets)).toMatchObject({ oci: ["oci-primary", "oci-standby"], aws: ["aws"] });
  });

  test("CO-13: IAM and tags are written through the home region's provider", () => {
    for (const { resources } of Object.values(stacks)) {
      const iam = resources.filter(({ type }) => type.startsWith("oci:Identity/"));
      expect(new Set(iam.map(({ madeBy }) => madeBy))).toEqual(new Set(iam.length > 0 ? ["oci-home"] : []));
    }
    expect(named(stacks.foundation.resources, "oci-home").inputs["region"]).toBe(env.oci.home);
  });

  test("CO-18: both sites have exactly the plan's ranges", () => {
    for (const site of ["dxb", "jed"] as const) {
      const { resources } = stacks[site];
      const { "load-balancer-public": open, ...closed } = env.plan[site].subnets;
      const expected = env.publicIngress ? { ...closed, "load-balancer-public": open } : closed;
      const subnets = resources
        .filter(({ type }) => type === "oci:Core/subnet:Subnet")
        .map(({ name, inputs }) => [name.replace("network-subnet-", ""), inputs["cidrBlock"]]);
      expect(Object.fromEntries(subnets)).toEqual(expected);
      expect(named(resources, "network-vcn").inputs["cidrBlocks"]).toEqual([env.plan[site].vcn]);
    }
  });

  test("CO-17: a site routes to AWS and the other OCI site of its environment, and nowhere else", () => {
    const drgRoutes = (stack: Built) =>
      new Set(
        stack.resources
          .filter(({ type }) => type === "oci:Core/routeTable:RouteTable")
          .flatMap(({ inputs }) => inputs["routeRules"] as { destination: string; networkEntityId: string }[])
          .filter(({ networkEntityId }) => networkEntityId === "network-drg-id")
          .map(({ destination }) => destination),
      );
    expect(drgRoutes(stacks.dxb)).toEqual(new Set([env.plan.aws.vpc, env.plan.jed.vcn]));
    expect(drgRoutes(stacks.jed)).toEqual(new Set([env.plan.aws.vpc, env.plan.dxb.vcn]));
  });

  test("the roles that the owner names alone may assume the deployer role, else the environment's own account", async () => {
    const trusted = (resources: Recorded[]) => {
      const policy = named(resources, "roles-role-deployer").inputs["assumeRolePolicy"] as string;
      return (JSON.parse(policy) as { Statement: { Principal: unknown }[] }).Statement.map(
        ({ Principal }) => Principal,
      );
    };
    const account = { dev: "111111111111", staging: "222222222222", prod: "333333333333" }[env.name];
    expect(trusted(stacks.identity.resources)).toEqual([{ AWS: [`arn:aws:iam::${account}:root`] }]);
    const pipelines = ["arn:aws:iam::444444444444:role/pipeline", "arn:aws:iam::444444444444:role/ci/second"];
    const { resources } = await stackRecorded(
      identityContract,
      identity,
      env,
      { foundation: stacks.foundation.outputs },
      ANSWERS,
      { "causeway:deployerRoleArns": pipelines.join(" ") },
    );
    expect(trusted(resources)).toEqual([{ AWS: pipelines }]);
  });

  test("OP-52: Jeddah opens the peering that Dubai offers", () => {
    expect(named(stacks.dxb.resources, "network-remote-peering").inputs).not.toHaveProperty("peerId");
    expect(named(stacks.jed.resources, "network-remote-peering").inputs).toMatchObject({
      peerId: stacks.dxb.outputs["remotePeeringId"],
      peerRegionName: env.oci.primary,
    });
  });

  test("GW-12: names of a site resolve in it, and from AWS by an endpoint that only AWS may ask", () => {
    for (const site of ["dxb", "jed"] as const) {
      const { resources, outputs } = stacks[site];
      const zone = `${site}.${env.name}.internal.platform.example.org`;
      expect(named(resources, "names-zone").inputs).toMatchObject({ name: zone, scope: "PRIVATE" });
      expect(named(resources, "names-listener").inputs).toMatchObject({
        subnetId: "network-subnet-private-endpoints-id",
        nsgIds: ["network-group-private-endpoints-id"],
      });
      expect(outputs["names"]).toEqual({
        zone,
        zoneId: "names-zone-id",
        viewId: "names-view-id",
        listenerAddress: "10.0.0.53",
      });
      const asked = resources.flatMap(({ type, inputs }) => {
        const { tcpOptions, udpOptions } = inputs as { tcpOptions?: object; udpOptions?: object };
        const isDns = [tcpOptions, udpOptions].some((options) =>
          isDeepStrictEqual(options, { destinationPortRange: { min: 53, max: 53 } }),
        );
        const isAbout = inputs["networkSecurityGroupId"] === "network-group-private-endpoints-id";
        return type.endsWith(":NetworkSecurityGroupSecurityRule") && isAbout && isDns
          ? [[inputs["direction"], inputs["source"], inputs["protocol"]]]
          : [];
      });
      expect(asked.sort()).toEqual([
        ["INGRESS", env.plan.aws.vpc, "17"],
        ["INGRESS", env.plan.aws.vpc, "6"],
      ]);
    }
  });

  test("OP-13: flow logs are kept as long as the environment keeps OCI logs", () => {
    for (const site of ["dxb", "jed"] as const) {
      const logs = stacks[site].resources.filter(({ type }) => type === "oci:Logging/log:Log");
      expect(logs.length).toBeGreaterThanOrEqual(10);
      expect(new Set(logs.map(({ inputs }) => inputs["retentionDuration"]))).toEqual(
        new Set([env.retention.ociLogDays]),
      );
    }
  });

  test("OP-51: domains are looked up, sorted and each named once", () => {
    expect(stacks.dxb.outputs).toMatchObject({
      availabilityDomains: ["xAbC:ME-DUBAI-1-AD-1"],
      faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
    });
  });

  test("OP-07: there is a public entry exactly where the environment has public ingress", () => {
    expect(stacks.dxb.outputs["publicEntry"] !== null).toBe(env.publicIngress);
  });

  test("OP-39: OCI's vault holds OCI's keys and the secrets that last; it makes no credentials that are for a while", () => {
    const { resources } = stacks.secrets;
    const typesOf = (pattern: RegExp) =>
      [...new Set(resources.map(({ type }) => type).filter((type) => pattern.test(type)))].sort();
    expect(typesOf(/^oci:(Kms\/(vault|key):|Vault\/)/)).toEqual([
      "oci:Kms/key:Key",
      "oci:Kms/vault:Vault",
      "oci:Vault/secret:Secret",
    ]);
    expect(typesOf(/^vault:/)).toEqual([]);
    for (const { inputs } of resources.filter(({ type }) => type === "oci:Vault/secret:Secret")) {
      expect(inputs).toMatchObject({
        vaultId: "primary-keys-vault-id",
        keyId: "primary-keys-key-data-id",
        compartmentId: (stacks.foundation.outputs["compartmentIds"] as Record<string, string>)["security"],
      });
    }
  });

  test("OP-34: keys at each site, by purpose; replicable and in hardware where the environment asks for it", () => {
    const { resources } = stacks.secrets;
    for (const site of ["primary", "standby"]) {
      expect(named(resources, `${site}-keys-vault`).inputs["vaultType"]).toBe(
        env.recovery.tier === "critical" ? "VIRTUAL_PRIVATE" : "DEFAULT",
      );
      for (const purpose of ["data", "events", "clusters", "logs"]) {
        expect(named(resources, `${site}-keys-key-${purpose}`).inputs["protectionMode"]).toBe(
          env.class === "dev" ? "SOFTWARE" : "HSM",
        );
      }
    }
  });
});

describe("differences", () => {
  test("OP-07: public ingress adds the public subnet, its group and its gateway to both sites, and nothing else", async () => {
    const open: Environment = { ...dev, publicIngress: true };
    const [closedStacks, openStacks] = [await built(dev), await built(open)];
    const namesOf = (stack: Built) => new Set(stack.resources.map(({ name }) => name));
    const added = [...namesOf(openStacks.dxb)].filter((name) => !namesOf(closedStacks.dxb).has(name));
    expect(added.filter((name) => !name.includes("load-balancer-public")).sort()).toEqual([
      "network-internet-gateway",
    ]);
    expect(openStacks.dxb.outputs["publicEntry"]).toEqual({
      subnetId: "network-subnet-load-balancer-public-id",
      nsgId: "network-group-load-balancer-public-id",
    });
  });

  test("CO-21 the tenancy is asked for its regions, and its compartments come after the answer", async () => {
    const token = "oci:Identity/getRegionSubscriptions:getRegionSubscriptions";
    let asked = 0;
    const watched = {
      ...ANSWERS,
      get [token]() {
        asked++;
        return OCI_ANSWERS[token] ?? {};
      },
    };
    const { resources } = await stackRecorded(foundationContract, foundation, prod, {}, watched);
    expect(asked).toBe(1);
    expect(named(resources, "compartments-environment").inputs).toMatchObject({
      compartmentId: "ocid1.tenancy.oc1..aaaaaaaaexample",
    });
  });

  test("whoever hears alarms hears of the budget that the owner names", async () => {
    const { resources, outputs } = await stackRecorded(foundationContract, foundation, dev, {}, ANSWERS, {
      "causeway:ociMonthlyBudget": "750",
      "causeway:alarmEmail": "owner@example.org",
    });
    expect(named(resources, "budget-budget").inputs).toMatchObject({
      amount: 750,
      targets: [outputs["environmentCompartmentId"]],
    });
    expect(named(resources, "budget-alert-all").inputs).toMatchObject({ recipients: "owner@example.org" });
  });

  test("a tenancy's second environment takes the namespace that the first one made", async () => {
    const tagNamespaceId = "ocid1.tagnamespace.oc1..aaaaaaaaexample";
    const config = { "causeway:ociTagNamespaceId": tagNamespaceId };
    const { resources, outputs } = await stackRecorded(
      foundationContract,
      foundation,
      staging,
      {},
      ANSWERS,
      config,
    );
    expect(outputs["tagNamespaceId"]).toBe(tagNamespaceId);
    expect(resources.filter(({ type }) => /:Identity\/tag/.test(type))).toEqual([]);
  });
});
