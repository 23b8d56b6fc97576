import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  examineGateways,
  type CheckName,
  type GatewayQuestion,
} from "../../../automation/deploy/gateway-doctor";
import type { StateResource } from "../../../automation/deploy/read-resources";
import { API } from "../../components/api-gateway/gateway-paths";
import { planDeployment } from "../../../components/api-gateway/plan";
import { Authority } from "../../support/gateway/certificates";

type Outputs = Readonly<Record<string, unknown>>;

/** A resource of a state; its id is its name. */
const oci = (type: string, name: string, outputs: Outputs): StateResource => ({
  stack: "net",
  urn: `urn:pulumi:dev::shop::oci:${type}::${name}`,
  type: `oci:${type}`,
  id: name,
  outputs,
});

const HOST = "api.dxb.dev.internal.example.org";
const ZONE = "svc.dxb.dev.internal.example.org";
const authority = new Authority("CA");
const certificatePem = authority.leaf("gateway", { dnsNames: [HOST] }).cert;
const DAY = 86_400_000;
const END = new Date(new X509Certificate(certificatePem).validTo).getTime();
const NOW = new Date(END - 60 * DAY);

const rule = (name: string, group: string, direction: string, end: Outputs, port: number): StateResource =>
  oci("Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule", name, {
    networkSecurityGroupId: group,
    direction,
    protocol: "6",
    tcpOptions: { destinationPortRange: { min: port, max: port } },
    ...end,
  });
const from = (source: string) => ({ source, sourceType: "NETWORK_SECURITY_GROUP" });
const to = (destination: string) => ({ destination, destinationType: "NETWORK_SECURITY_GROUP" });
const subnet = (name: string, cidrBlock: string): StateResource =>
  oci("Core/subnet:Subnet", name, {
    vcnId: "vcn",
    cidrBlock,
    routeTableId: `${name}-table`,
    securityListIds: [],
    prohibitPublicIpOnVnic: true,
    displayName: name,
  });
const table = (name: string, ...routeRules: Outputs[]): StateResource =>
  oci("Core/routeTable:RouteTable", `${name}-table`, { routeRules, displayName: `${name} table` });
const group = (name: string) => oci("Core/networkSecurityGroup:NetworkSecurityGroup", name, { vcnId: "vcn" });
const log = (category: string) =>
  oci("Logging/log:Log", category, {
    isEnabled: true,
    configuration: { source: { service: "apigateway", category, resource: "customers-deployment" } },
  });

const SERVICES = {
  destination: "all-dxb-services-in-oracle-services-network",
  destinationType: "SERVICE_CIDR_BLOCK",
  networkEntityId: "service-gateway",
};
const PEER = { destination: "10.90.0.0/16", destinationType: "CIDR_BLOCK", networkEntityId: "drg" };

/** An API of a gateway, before a load balancer, before nodes; everything as it must be. */
const WHOLE: readonly StateResource[] = [
  oci("Core/vcn:Vcn", "vcn", { cidrBlocks: ["10.65.0.0/16"] }),
  subnet("front", "10.65.2.0/24"),
  subnet("middle", "10.65.1.0/24"),
  subnet("back", "10.65.8.0/22"),
  table("front", SERVICES, PEER),
  table("middle"),
  table("back"),
  oci("Core/serviceGateway:ServiceGateway", "service-gateway", { vcnId: "vcn" }),
  oci("Core/natGateway:NatGateway", "nat", { vcnId: "vcn" }),
  oci("Core/drg:Drg", "drg", { displayName: "drg" }),
  oci("Core/drgAttachment:DrgAttachment", "attachment", { drgId: "drg", networkDetails: { id: "vcn" } }),
  oci("Core/ipsec:Ipsec", "link", { drgId: "drg", staticRoutes: ["10.90.0.0/16"] }),
  group("gateways"),
  group("balancers"),
  group("nodes"),
  rule("clients", "gateways", "INGRESS", { source: "10.90.0.0/16", sourceType: "CIDR_BLOCK" }, 443),
  rule("to-balancers", "gateways", "EGRESS", to("balancers"), 443),
  rule("from-gateways", "balancers", "INGRESS", from("gateways"), 443),
  rule("to-nodes", "balancers", "EGRESS", to("nodes"), 30443),
  rule("from-balancers", "nodes", "INGRESS", from("balancers"), 30443),
  rule("to-health", "balancers", "EGRESS", to("nodes"), 10256),
  rule("from-health", "nodes", "INGRESS", from("balancers"), 10256),
  oci("ContainerEngine/nodePool:NodePool", "pool", {
    nodeConfigDetails: { nsgIds: ["nodes"], placementConfigs: [{ subnetId: "back" }] },
  }),
  oci("LoadBalancer/loadBalancer:LoadBalancer", "inner", {
    isPrivate: true,
    subnetIds: ["middle"],
    networkSecurityGroupIds: ["balancers"],
  }),
  oci("LoadBalancer/listener:Listener", "https", {
    loadBalancerId: "inner",
    port: 443,
    protocol: "HTTP",
    defaultBackendSetName: "set",
  }),
  oci("LoadBalancer/backendSet:BackendSet", "set", {
    loadBalancerId: "inner",
    name: "set",
    healthChecker: { protocol: "HTTP", port: 10256 },
  }),
  oci("LoadBalancer/backend:Backend", "node", {
    loadBalancerId: "inner",
    backendsetName: "set",
    ipAddress: "10.65.8.7",
    port: 30443,
  }),
  oci("Dns/resolver:Resolver", "resolver", { resolverId: "r", attachedViews: [{ viewId: "view" }] }),
  oci("Dns/zone:Zone", "zone", { name: "dxb.dev.internal.example.org", scope: "PRIVATE", viewId: "view" }),
  oci("Dns/rrset:Rrset", "api", {
    zoneNameOrId: "zone",
    domain: HOST,
    rtype: "A",
    items: [{ rdata: "10.65.2.15" }],
  }),
  oci("Dns/rrset:Rrset", "services", {
    zoneNameOrId: "zone",
    domain: `*.${ZONE}`,
    rtype: "CNAME",
    items: [{ rdata: "inner.dxb.dev.internal.example.org." }],
  }),
  oci("Dns/rrset:Rrset", "inner-name", {
    zoneNameOrId: "zone",
    domain: "inner.dxb.dev.internal.example.org",
    rtype: "A",
    items: [{ rdata: "10.65.1.10" }],
  }),
  oci("CertificatesManagement/certificate:Certificate", "certificate", {
    certificateConfig: { certificatePem },
  }),
  oci("CertificatesManagement/caBundle:CaBundle", "bundle", { state: "ACTIVE" }),
  oci("ApiGateway/gateway:Gateway", "gateway-gateway", {
    endpointType: "PRIVATE",
    subnetId: "front",
    networkSecurityGroupIds: ["gateways"],
    state: "ACTIVE",
    ipAddresses: [{ ipAddress: "10.65.2.15" }],
    certificateId: "certificate",
    caBundles: [{ type: "CA_BUNDLE", caBundleId: "bundle" }],
  }),
  oci("ApiGateway/deployment:Deployment", "customers-deployment", {
    gatewayId: "gateway-gateway",
    state: "ACTIVE",
    pathPrefix: "/v1",
    specification: JSON.parse(JSON.stringify(planDeployment(API, "WARN"))) as object,
  }),
  log("access"),
  log("execution"),
];

/** The whole with one resource changed in part, by a dotted path where there is one; undefined takes the resource out. */
function broken(name: string, changes: Outputs | undefined): StateResource[] {
  expect(WHOLE.map(({ id }) => id)).toContain(name);
  return WHOLE.flatMap((one) => {
    if (one.id !== name) return [one];
    if (changes === undefined) return [];
    const outputs = structuredClone(one.outputs ?? {}) as Record<string, unknown>;
    for (const [path, value] of Object.entries(changes)) {
      const keys = path.split(".");
      let node = outputs;
      for (const key of keys.slice(0, -1)) node = node[key] as Record<string, unknown>;
      node[keys.at(-1) ?? ""] = value;
    }
    return [{ ...one, outputs }];
  });
}

const examine = (resources: readonly StateResource[], more: Partial<GatewayQuestion> = {}) =>
  examineGateways(resources, { now: NOW, ...more });
const found = (resources: readonly StateResource[], more: Partial<GatewayQuestion> = {}) =>
  examine(resources, more)
    .findings.filter(({ state }) => state !== "ok")
    .map(({ check, state, resource, seen, remedy }) => ({
      check,
      text: `${state} ${resource}: ${seen}`,
      remedy,
    }));

const POLICY = "specification.requestPolicies.authentication";
const BACKEND = "specification.routes.1.backend.url";

test("GW-49 a gateway that is as it must be has no finding, and every check is told in its order", () => {
  const { findings, gateways, apis } = examine(WHOLE);
  expect(found(WHOLE)).toEqual([]);
  expect(findings.map(({ check }) => check)).toEqual([
    "state",
    "routes",
    "security groups",
    "backends",
    "authorities",
    "tokens",
    "limits",
    "logs",
    "names",
    "certificate",
  ]);
  expect(gateways).toEqual(['net: oci:ApiGateway/gateway:Gateway "gateway-gateway"']);
  expect(apis).toEqual(["customers"]);
});

describe("GW-49 each fault is named by its check, with the resource, what was seen and what to do", () => {
  test.each<[fault: string, check: CheckName, resource: string, changes: Outputs | undefined, says: RegExp]>([
    [
      "a gateway that failed",
      "state",
      "gateway-gateway",
      { state: "FAILED" },
      /^failed .*gateway-gateway": it is FAILED/,
    ],
    [
      "a way out by NAT",
      "routes",
      "front-table",
      { routeRules: [SERVICES, PEER, { ...PEER, destination: "0.0.0.0/0", networkEntityId: "nat" }] },
      /^failed front table: a route of it leads to a NAT gateway/,
    ],
    [
      "no route to Oracle's services",
      "routes",
      "front-table",
      { routeRules: [PEER] },
      /front has no route to Oracle's services/,
    ],
    [
      "no route back to a client",
      "routes",
      "front-table",
      { routeRules: [SERVICES] },
      /^failed front table: it has no route back to the client 10.90.0.0\/16/,
    ],
    [
      "a DRG that leads to no client",
      "routes",
      "link",
      undefined,
      /^warning drg: nothing that is known of it leads to the client 10.90.0.0\/16/,
    ],
    [
      "a static route for a part of the network",
      "routes",
      "middle-table",
      { routeRules: [{ ...PEER, destination: "10.65.8.0/22" }] },
      /^failed middle table: a static route for 10.65.8.0\/22 overrules/,
    ],
    [
      "a gateway without a group",
      "security groups",
      "gateway-gateway",
      { networkSecurityGroupIds: [] },
      /it has no network security group/,
    ],
    [
      "a group that lets nobody in",
      "security groups",
      "clients",
      { direction: "EGRESS" },
      /let nobody in on TCP 443/,
    ],
    [
      "no rule to send to the load balancer",
      "security groups",
      "to-balancers",
      undefined,
      /^failed net\/api-gateway: net\/api-gateway to net\/inner on TCP 443: no rule of/,
    ],
    [
      "no rule to receive there",
      "security groups",
      "from-gateways",
      undefined,
      /^failed net\/inner: .*receive TCP 443/,
    ],
    [
      "no rule from there to the nodes",
      "security groups",
      "from-balancers",
      undefined,
      /^failed net\/workers: net\/inner to net\/workers on TCP 30443/,
    ],
    [
      "no rule for health checks",
      "security groups",
      "to-health",
      undefined,
      /^failed net\/inner: net\/inner to net\/workers on TCP 10256/,
    ],
    [
      "a backend on the internet",
      "backends",
      "customers-deployment",
      { [BACKEND]: "https://203.0.113.7/api" },
      /GET \/v1\/customer: 203.0.113.7 is an address on the internet/,
    ],
    [
      "a backend without a record",
      "backends",
      "services",
      undefined,
      /no private zone of the environment has a record of customers/,
    ],
    [
      "a backend whose name leads nowhere",
      "backends",
      "inner-name",
      undefined,
      /stands for inner.dxb.* which has no private record/,
    ],
    [
      "a name that is public after all",
      "backends",
      "inner-name",
      { items: [{ rdata: "203.0.113.7" }] },
      /is 203.0.113.7, an address on the internet/,
    ],
    [
      "a view that nobody asks",
      "backends",
      "resolver",
      { attachedViews: [] },
      /has a record in a view that no resolver asks/,
    ],
    [
      "a backend in clear",
      "backends",
      "customers-deployment",
      { [BACKEND]: `http://customers.${ZONE}/api` },
      /^warning .*in clear/,
    ],
    [
      "no authority of one's own",
      "authorities",
      "gateway-gateway",
      { caBundles: [] },
      /^warning .*trusts public authorities alone, and GET \/v1\/customer/,
    ],
    [
      "a bundle that is gone",
      "authorities",
      "bundle",
      { state: "DELETED" },
      /its CA bundle bundle is DELETED/,
    ],
    [
      "an API that asks nobody",
      "tokens",
      "customers-deployment",
      { [POLICY]: undefined },
      /it asks nobody who he is/,
    ],
    [
      "the outdated kind of check",
      "tokens",
      "customers-deployment",
      { [`${POLICY}.type`]: "JWT_AUTHENTICATION" },
      /^warning .*JWT_AUTHENTICATION/,
    ],
    [
      "no audience",
      "tokens",
      "customers-deployment",
      { [`${POLICY}.validationPolicy.additionalValidationPolicy.audiences`]: [] },
      /its audiences are none/,
    ],
    [
      "any issuer",
      "tokens",
      "customers-deployment",
      { [`${POLICY}.validationPolicy.additionalValidationPolicy.issuers`]: ["*"] },
      /its issuers are \*/,
    ],
    [
      "too much clock skew",
      "tokens",
      "customers-deployment",
      { [`${POLICY}.maxClockSkewInSeconds`]: 120 },
      /^warning .*taken for 120 s/,
    ],
    [
      "keys in clear",
      "tokens",
      "customers-deployment",
      { [`${POLICY}.validationPolicy.uri`]: `http://id.${ZONE}/jwks` },
      /keys come in clear/,
    ],
    [
      "keys at a public name",
      "tokens",
      "customers-deployment",
      { [`${POLICY}.validationPolicy.uri`]: "https://id.example.com/jwks" },
      /its key set: no private zone/,
    ],
    [
      "keys out of reach",
      "tokens",
      "customers-deployment",
      { [`${POLICY}.validationPolicy.uri`]: "https://10.90.1.1/jwks" },
      /does not get to its key set at 10.90.1.1: no rule of/,
    ],
    [
      "Oracle's keys without a rule",
      "tokens",
      "customers-deployment",
      { [`${POLICY}.validationPolicy.uri`]: "https://idcs-1.identity.oraclecloud.com/jwk" },
      /does not get to its key set at idcs-1/,
    ],
    [
      "keys with one id",
      "tokens",
      "customers-deployment",
      {
        [`${POLICY}.validationPolicy`]: {
          type: "STATIC_KEYS",
          keys: [{ kid: "a" }, { kid: "a" }],
          additionalValidationPolicy: { issuers: ["i"], audiences: ["a"] },
        },
      },
      /two of its keys have the id a/,
    ],
    [
      "no room for a route",
      "limits",
      "customers-deployment",
      { "specification.routes": Array.from({ length: 51 }, () => ({})) },
      /^failed .*it has 51 routes of 50/,
    ],
    ["a log that is gone", "logs", "access", undefined, /it has no access log/],
    ["a log that is off", "logs", "execution", { isEnabled: false }, /its execution log is off/],
    ["no name of the gateway", "names", "api", undefined, /no private record names its address, 10.65.2.15/],
    [
      "the service's own certificate",
      "certificate",
      "gateway-gateway",
      { certificateId: undefined },
      /^warning .*the service's certificate/,
    ],
  ])("%s", (_fault, check, resource, changes, says) => {
    const of = found(broken(resource, changes)).filter((one) => one.check === check);
    expect(of.map(({ text }) => text).join("\n")).toMatch(new RegExp(says.source, "m"));
    expect(of.every(({ remedy }) => remedy !== undefined && remedy !== "")).toBe(true);
  });

  test("a name that still is the address of a gateway before", () => {
    const moved = broken("gateway-gateway", { ipAddresses: [{ ipAddress: "10.65.2.99" }] });
    const texts = found(moved).map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringMatching(/no private record names its address, 10.65.2.99/));
    expect(texts).toContainEqual(expect.stringMatching(/is 10.65.2.15, which is not its address/));
  });

  test("a certificate that ends, and one that has ended", () => {
    const told = (days: number) => found(WHOLE, { now: new Date(END - days * DAY) });
    expect(told(31)).toEqual([]);
    const warned = expect.stringMatching(/^warning net: .*certificate": it ends in 29 days/) as string;
    expect(told(29)).toMatchObject([{ check: "certificate", text: warned }]);
    const ended = expect.stringMatching(/^failed .*it ended 3 days ago/) as string;
    expect(told(-3)).toMatchObject([{ check: "certificate", text: ended }]);
  });

  test("one deployment too many", () => {
    const more = Array.from({ length: 20 }, (_, i) =>
      oci("ApiGateway/deployment:Deployment", `api${i}-deployment`, { gatewayId: "gateway-gateway" }),
    );
    const limits = found([...WHOLE, ...more], { api: "customers" }).filter(({ check }) => check === "limits");
    expect(limits).toMatchObject([{ text: expect.stringContaining("21 deployments of 20") as string }]);
  });
});

describe("GW-49 a token that is refused", () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const seconds = Math.floor(NOW.getTime() / 1000);
  const good = { iss: `https://id.${ZONE}`, aud: "urn:acme:dev:api:customers", exp: seconds + 600 };
  const told = (claims: object, header: object = { alg: "RS256", kid: "a" }) =>
    found(WHOLE, { token: `${encode(header)}.${encode(claims)}.signature` });

  test.each([
    [{ ...good, iss: `https://id.${ZONE}/` }, undefined, /its issuer is https:\/\/id.*\//],
    [{ ...good, aud: ["urn:acme:prod:api:customers"] }, undefined, /meant for urn:acme:prod:api:customers/],
    [{ ...good, exp: seconds - 300 }, undefined, /it ended 300 s ago/],
    [{ ...good, nbf: seconds + 300 }, undefined, /it begins in 300 s/],
    [good, { alg: "RS256" }, /names no key/],
    [good, { alg: "none", kid: "a" }, /signed with none/],
  ])("%o %o", (claims, header, says) => {
    const findings = told(claims, header);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ check: "tokens", text: expect.stringMatching(says) as string });
  });

  test("a good one is not told, one whose key is none of the API's is, and no finding holds a token", () => {
    expect(told(good)).toEqual([]);
    const keys = {
      type: "STATIC_KEYS",
      keys: [{ kid: "b" }],
      additionalValidationPolicy: { issuers: [good.iss], audiences: [good.aud] },
    };
    const token = `${encode({ alg: "RS256", kid: "a" })}.${encode(good)}.signature`;
    const findings = found(broken("customers-deployment", { [`${POLICY}.validationPolicy`]: keys }), {
      token,
    });
    expect(findings).toMatchObject([{ text: expect.stringContaining("its key a is none of b") as string }]);
    expect(JSON.stringify(findings)).not.toContain(token.slice(0, 30));
    expect(found(WHOLE, { token: "word" })).toMatchObject([
      { text: expect.stringContaining("no signed") as string },
    ]);
  });
});

describe("GW-49 a function that judges the callers", () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const end = Math.floor(NOW.getTime() / 1000) + 600;
  const AUDIENCE = "urn:acme:dev:api:customers";
  const config = { JWKS_URL: `https://id.${ZONE}/keys`, ISSUERS: `https://id.${ZONE}`, AUDIENCES: AUDIENCE };
  const judge = (more: Outputs = {}) =>
    oci("Functions/function:Function", "judge", { state: "ACTIVE", config, ...more });
  const policy = (statement: string) => oci("Identity/policy:Policy", "policy", { statements: [statement] });
  const GRANT =
    "Allow any-user to use functions-family in compartment id c where all {request.principal.type = 'ApiGateway'}";
  const texts = (more: readonly StateResource[], given: Partial<GatewayQuestion> = {}) =>
    found(
      [
        ...broken("customers-deployment", {
          [POLICY]: { type: "CUSTOM_AUTHENTICATION", functionId: "judge" },
        }),
        ...more,
      ],
      given,
    )
      .filter(({ check }) => check === "tokens")
      .map(({ text }) => text);

  test("is as it must be", () => {
    expect(texts([judge(), policy(GRANT)])).toEqual([]);
  });

  test.each<[fault: string, more: readonly StateResource[], says: RegExp]>([
    ["nobody knows of", [policy(GRANT)], /^warning .*nothing is known of the function judge/],
    ["that failed", [judge({ state: "FAILED" }), policy(GRANT)], /^failed .*"judge": .* and is FAILED/],
    [
      "that gateways may not call",
      [judge(), policy("Allow group a to read all")],
      /no policy lets gateways call/,
    ],
    [
      "whose key set has no name",
      [judge({ config: { ...config, JWKS_URL: "https://id.elsewhere.example.org/keys" } }), policy(GRANT)],
      /its key set: no private zone .* has a record of id\.elsewhere/,
    ],
  ])("%s", (_fault, more, says) => {
    expect(texts(more)).toEqual([expect.stringMatching(says)]);
  });

  test("is asked for what it takes: elliptic curves too, and its own issuer and audience", () => {
    const told = (claims: object, alg = "ES256") =>
      texts([judge(), policy(GRANT)], {
        token: `${encode({ alg, kid: "a" })}.${encode({ iss: config.ISSUERS, aud: AUDIENCE, exp: end, ...claims })}.s`,
      });
    expect(told({})).toEqual([]);
    expect(told({}, "HS256")).toEqual([expect.stringContaining("signed with HS256")]);
    expect(told({ aud: "urn:x" })).toEqual([expect.stringContaining("meant for urn:x")]);
    // A token that somebody sends for help does not write on the terminal of who looks at it.
    const [said = ""] = told({ iss: `\u001b[2J\u202e${"x".repeat(500)}` });
    expect(said).not.toMatch(/[\u001b\u202e]/);
    expect(said.length).toBeLessThan(400);
  });
});

test("a certificate that can not be read is not spoken of", () => {
  expect(found(broken("certificate", { "certificateConfig.certificatePem": "[secret]" }))).toEqual([]);
});

test("an API that there is not has no gateway, and the names of those that there are", () => {
  expect(examine(WHOLE, { api: "orders" })).toMatchObject({
    gateways: [],
    apis: ["customers"],
    findings: [],
  });
});
