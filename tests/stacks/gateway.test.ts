import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readAccount } from "../../stacks/config";
import { gatewayContract } from "../../stacks/contracts/workloads";
import { dev, prod, staging } from "../../stacks/environments";
import { program } from "../../stacks/gateway";
import { callersOf, type AuthorizerPlace } from "../../stacks/gateway-callers";
import { issuerName, type IssuerPlace } from "../../stacks/issuer-name";
import { limited } from "../../stacks/limited";
import { networkDesign } from "../../stacks/oci-network-design";
import { siteContext } from "../../stacks/site";
import { named, type Recorded } from "../components/recorded";
import { stackRecorded } from "./recorded-stack";

const needs = {
  foundation: {
    compartmentIds: { platform: "c-platform", network: "c-network" },
    alarmTopicIds: { dxb: "topic-dxb" },
    imagePaths: { dxb: { authorizer: "ocir.me-dubai-1.oci.oraclecloud.com/shop/dev/authorizer" } },
  },
  network: {
    subnetIds: { "api-gateway": "s-gateway", functions: "s-functions" },
    nsgIds: { "api-gateway": "n-gateway", functions: "n-functions" },
    names: { zoneId: "zone-dxb", viewId: "view-dxb" },
  },
  secrets: {
    bootstrapCaPem: "CA",
    apiCertificate: { certificateId: "certificate-api", hostname: "api.example.org" },
  },
};

describe.each([dev, staging, prod])("gateway in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(gatewayContract, program, env, needs));
  });

  test("GW-02 the gateway sits in its own subnet, behind its own group, in the platform's compartment", () => {
    expect(named(resources, "gateway-gateway").inputs).toMatchObject({
      endpointType: "PRIVATE",
      compartmentId: "c-platform",
      subnetId: "s-gateway",
      networkSecurityGroupIds: ["n-gateway"],
      displayName: `acme-${env.name}-dxb-api-gateway-gateway`,
    });
    expect(outputs["gatewayId"]).toBe("gateway-gateway-id");
  });

  test("GW-06 it answers with a certificate of its own hostname, in every environment", () => {
    expect(named(resources, "gateway-gateway").inputs["certificateId"]).toBe("certificate-api");
  });

  test("GW-39 GW-40 its logs are kept and as talkative as the environment asks for", () => {
    const { specification } = named(resources, "status-deployment").inputs as {
      specification: { loggingPolicies: object };
    };
    expect(specification.loggingPolicies).toEqual({
      executionLog: { logLevel: env.class === "prod" ? "WARN" : "INFO" },
    });
    for (const category of ["access", "execution"]) {
      expect(named(resources, `status-log-${category}`).inputs["retentionDuration"]).toBe(
        env.retention.ociLogDays,
      );
    }
  });

  test("GW-04 clients call a name whose record is made of the address that the service gave", () => {
    const hostname = `api.dxb.${env.name}.internal.platform.example.org`;
    expect(named(resources, "gateway-name").inputs).toMatchObject({
      zoneNameOrId: "zone-dxb",
      domain: hostname,
      rtype: "A",
      scope: "PRIVATE",
      items: [{ domain: hostname, rtype: "A", rdata: "10.65.2.15", ttl: 60 }],
    });
    expect(outputs["hostname"]).toBe(hostname);
  });

  test("GW-48 it shares a name with the standby site's gateway exactly where there is one", () => {
    const hostname = `api.${env.name}.internal.platform.example.org`;
    const shared = resources.filter(({ name }) => /^gateway-(shared-zone|name-shared)$/.test(name));
    expect(shared.map(({ inputs }) => inputs["name"] ?? inputs["domain"])).toEqual(
      env.recovery.tier === "critical" ? [hostname, hostname] : [],
    );
  });

  test("GW-07 it trusts the platform's own authority, which signs what it calls", () => {
    expect(named(resources, "gateway-authorities-1").inputs).toMatchObject({
      compartmentId: "c-platform",
      caBundlePem: "CA",
    });
    expect(named(resources, "gateway-gateway").inputs["caBundles"]).toEqual([
      { type: "CA_BUNDLE", caBundleId: "gateway-authorities-1-id" },
    ]);
  });

  test("GW-37 it hands on what backends verify the tokens of each API by", () => {
    // Tokens of one site are good at the other only when both call their issuer the same.
    const site = env.name === "prod" ? "" : "dxb.";
    const issuer = `https://id.${site}${env.name}.internal.platform.example.org`;
    expect(outputs["verification"]).toEqual({
      status: {
        issuers: [issuer],
        audiences: [`urn:acme:${env.name}:api:status`],
        jwksUrl: `${issuer}/.well-known/jwks.json`,
      },
    });
  });

  test("GW-44 its alarms ring at the topic of its site", () => {
    const alarms = resources.filter(({ type }) => type === "oci:Monitoring/alarm:Alarm");
    expect(alarms.length).toBeGreaterThan(3);
    for (const { inputs } of alarms) {
      expect(inputs).toMatchObject({ namespace: "oci_apigateway", destinations: ["topic-dxb"] });
      expect(inputs["query"]).toContain('resourceId = "gateway-gateway-id"');
    }
  });

  test("every resource is made by the provider of the primary site", () => {
    expect(named(resources, "oci-primary").inputs["region"]).toBe(env.oci.primary);
    const others = resources.filter(({ type }) => type.startsWith("oci:"));
    expect(others.map(({ madeBy }) => madeBy)).toEqual(others.map(() => "oci-primary"));
    expect(others.length).toBeGreaterThan(5);
  });
});

describe("GW-34 where a function judges the tokens", () => {
  const judged = { ...dev, apis: { tokensJudgedBy: "authorizer" } } as const;
  const digest = `sha256:${"c".repeat(64)}`;
  const images = { "causeway:authorizerImage": `1.4.0@${digest}` };
  const registered = (config: Readonly<Record<string, string>>) =>
    stackRecorded(gatewayContract, program, judged, needs, {}, config);

  test("it is of the image that is named, in the functions' subnet, and only gateways of the compartment call it", async () => {
    const { resources, outputs } = await registered(images);
    const issuer = "https://id.dxb.dev.internal.platform.example.org";
    expect(named(resources, "status-judge-function").inputs).toMatchObject({
      image: "ocir.me-dubai-1.oci.oraclecloud.com/shop/dev/authorizer:1.4.0",
      imageDigest: digest,
      config: {
        JWKS_URL: `${issuer}/.well-known/jwks.json`,
        ISSUERS: issuer,
        AUDIENCES: "urn:acme:dev:api:status",
      },
    });
    expect(named(resources, "status-judge-application").inputs).toMatchObject({
      subnetIds: ["s-functions"],
      networkSecurityGroupIds: ["n-functions"],
    });
    const policy = named(resources, "status-judge-policy");
    expect(policy.madeBy).toBe("oci-home");
    expect(policy.inputs["statements"]).toEqual([
      "Allow any-user to use functions-family in compartment id c-platform where all " +
        "{request.principal.type = 'ApiGateway', request.resource.compartment.id = 'c-platform'}",
    ]);
    const { specification } = named(resources, "status-deployment").inputs as {
      specification: { requestPolicies: { authentication: object } };
    };
    expect(specification.requestPolicies.authentication).toMatchObject({
      type: "CUSTOM_AUTHENTICATION",
      functionId: "status-judge-function-id",
    });
    expect(outputs["verification"]).toMatchObject({ status: { issuers: [issuer] } });
  });

  test("it is refused where no image is named, with the way there", () => {
    pulumi.runtime.setAllConfig(ACCOUNT);
    const place = {} as AuthorizerPlace;
    expect(() => callersOf(siteContext({ env: judged, stack: "gateway" }), "status", place)).toThrow(
      /environment "dev".*\n {2}causeway:authorizerImage is missing; allowed: .*README\.md.*pulumi config set/,
    );
  });

  test("it and the archive of logs have one provider of the home region", async () => {
    const archived = {
      ...needs,
      foundation: { ...needs.foundation, environmentCompartmentId: "c-environment" },
      secrets: { ...needs.secrets, ociKeyIds: { dxb: { data: "key-dxb-data" } } },
    };
    const config = { ...images, "causeway:ociLogLockFrom": "2027-01-15T00:00:00Z" };
    const { resources } = await stackRecorded(gatewayContract, program, judged, archived, {}, config);
    expect(named(resources, "gateway-logs-grant").madeBy).toBe("oci-home");
    expect(resources.filter(({ name }) => name === "oci-home")).toHaveLength(1);
  });

  test("functions reach who issues the tokens, and only then", () => {
    const sentence = { from: "functions", to: "load-balancer", on: { protocol: "tcp", ports: [443, 443] } };
    const at = { plan: "dxb", other: "jed" } as const;
    expect(networkDesign(judged, at).allow).toContainEqual(expect.objectContaining(sentence));
    expect(networkDesign(dev, at).allow).not.toContainEqual(expect.objectContaining(sentence));
  });
});

describe("CO-25 the host id, where the configuration says at which address it is", () => {
  const registered = async (env: typeof dev, addresses: string, more: object = {}) => {
    const config = { "causeway:tokenIssuerAddresses": addresses, ...more };
    return (await stackRecorded(gatewayContract, program, env, needs, {}, config)).resources;
  };

  test("has a record in the site's own zone, or a zone in its view where both sites call it the same", async () => {
    const inDev = named(await registered(dev, "10.65.4.20"), "issuer-record");
    expect(inDev.inputs).toMatchObject({
      zoneNameOrId: "zone-dxb",
      domain: "id.dxb.dev.internal.platform.example.org",
      items: [{ rdata: "10.65.4.20" }],
    });
    expect(inDev.madeBy).toBe("oci-primary");
    const inProd = await registered(prod, "10.73.4.20 10.74.4.20");
    const hostname = "id.prod.internal.platform.example.org";
    expect(named(inProd, "issuer-zone").inputs).toMatchObject({ name: hostname, viewId: "view-dxb" });
    expect(named(inProd, "issuer-record").inputs).toMatchObject({
      domain: hostname,
      items: [{ rdata: "10.73.4.20" }],
    });
  });

  test("has none from here where another issuer is configured, or no address is", async () => {
    const elsewhere = { "causeway:tokenIssuer": "https://idcs-1.identity.oraclecloud.com" };
    for (const resources of [await registered(dev, ""), await registered(dev, "10.65.4.20", elsewhere)])
      expect(resources.filter(({ name }) => name.startsWith("issuer"))).toEqual([]);
  });

  test("is at an address of the site's own network", () => {
    pulumi.runtime.setAllConfig({ ...ACCOUNT, "causeway:tokenIssuerAddresses": "10.66.4.20" });
    const place = { at: "primary", role: "" } as IssuerPlace;
    expect(() => {
      issuerName(siteContext({ env: dev, stack: "gateway" }), place);
    }).toThrow(
      /tokenIssuerAddresses is "10\.66\.4\.20"; allowed: an address in the network of the primary OCI site, 10\.65/,
    );
  });
});

const ACCOUNT = {
  "causeway:awsAccountId": "333333333333",
  "causeway:ociTenancyId": "ocid1.tenancy.oc1..aaaaaaaaexample",
  "causeway:zone": "platform.example.org",
};

describe("for a time", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-12-01T23:30:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const inProd = (config: Readonly<Record<string, string>>) =>
    stackRecorded(gatewayContract, program, prod, needs, {}, config);
  const levelWith = async (gatewayLogLevel: string) => {
    const { resources } = await inProd({ "causeway:gatewayLogLevel": gatewayLogLevel });
    const { specification } = named(resources, "status-deployment").inputs as {
      specification: { loggingPolicies: { executionLog: { logLevel: string } } };
    };
    return specification.loggingPolicies.executionLog.logLevel;
  };

  test("GW-40 the log level is raised until the end of the day that is given, and no longer", async () => {
    expect(await levelWith("INFO until 2026-12-24")).toBe("INFO");
    expect(await levelWith("INFO until 2026-12-01")).toBe("INFO");
    expect(await levelWith("INFO until 2026-11-30")).toBe("WARN");
  });

  test.each(["2027-01-02", "2026-12-32", "2027-02-30"])("GW-40 it is not raised until %s", (end) => {
    pulumi.runtime.setAllConfig({ ...ACCOUNT, "causeway:gatewayLogLevel": `INFO until ${end}` });
    expect(() => limited(readAccount(), "gatewayLogLevel")).toThrow(
      /causeway:gatewayLogLevel is .*allowed: a day at most 31 days from 2026-12-01/,
    );
  });

  test("GW-01 a gateway that may be replaced says why, and only the one that is named until its day", async () => {
    const tagsWith = async (gatewayReplacement: string) => {
      const { resources } = await inProd({ "causeway:gatewayReplacement": gatewayReplacement });
      return named(resources, "gateway-gateway").inputs["freeformTags"];
    };
    const MayBeReplaced = "its subnet is another";
    expect(await tagsWith(`gateway until 2026-12-01: ${MayBeReplaced}`)).toEqual({ MayBeReplaced });
    expect(await tagsWith(`gateway until 2026-11-30: ${MayBeReplaced}`)).toBeUndefined();
    expect(await tagsWith(`standby-gateway until 2026-12-01: ${MayBeReplaced}`)).toBeUndefined();
  });
});

test("GW-08 two environments side by side share no gateway, compartment, log group, hostname or audience", async () => {
  const own = async (env: typeof dev) => {
    const compartment = `c-${env.name}`;
    const given = {
      ...needs,
      foundation: { ...needs.foundation, compartmentIds: { platform: compartment } },
    };
    const { resources, outputs } = await stackRecorded(gatewayContract, program, env, given);
    const { verification } = outputs as { verification: Record<string, { audiences: string[] }> };
    const texts = [
      named(resources, "gateway-gateway").inputs["displayName"],
      named(resources, "gateway-logs").inputs["displayName"],
      outputs["hostname"],
      ...Object.values(verification).flatMap(({ audiences }) => audiences),
    ];
    const compartments = resources.flatMap(({ inputs }) => inputs["compartmentId"] ?? []);
    return { texts, compartments: new Set(compartments), compartment };
  };
  const [first, second] = [await own(dev), await own(prod)];
  expect(first.texts).toHaveLength(4);
  expect(first.texts.filter((text) => second.texts.includes(text))).toEqual([]);
  for (const { compartments, compartment } of [first, second]) {
    expect(compartments).toEqual(new Set([compartment]));
  }
});

/** The program with tokens of another issuer, and what it says of it. */
async function withIssuer(tokenIssuer: string): Promise<{ fault: string; outputs: Record<string, unknown> }> {
  let fault = "";
  const careful: typeof program = (context, given) => {
    try {
      return program(context, given);
    } catch (error) {
      fault = String(error);
      return { gatewayId: "", hostname: "", deploymentId: "", endpoint: "", verification: {} };
    }
  };
  const config = { "causeway:tokenIssuer": tokenIssuer };
  const { outputs } = await stackRecorded(gatewayContract, careful, dev, needs, {}, config);
  return { fault, outputs };
}

test("GW-12 GW-18 a token provider that the gateway can not resolve is refused by its name", async () => {
  const { fault } = await withIssuer("https://login.elsewhere.example");
  expect(fault).toMatch(/no private view of the network has a record of login\.elsewhere\.example/);
});

test("GW-18 a token provider of Oracle's is called through the service gateway, with no record and no authority", async () => {
  const issuer = "https://idcs-1234.identity.oraclecloud.com";
  const { fault, outputs } = await withIssuer(issuer);
  expect(fault).toBe("");
  expect(outputs["verification"]).toMatchObject({ status: { issuers: [issuer] } });
});
