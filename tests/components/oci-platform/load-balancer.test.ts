import { describe, expect, test } from "vitest";
import {
  HttpsLoadBalancer,
  NetworkLoadBalancer,
  WebFirewall,
  type HttpBalancer,
  type HttpsLoadBalancerArgs,
  type NetworkLoadBalancerArgs,
} from "../../../components/oci-platform";
import { planFirewall } from "../../../components/oci-platform/load-balancer/plan";
import { OCI_ANSWERS } from "./answers";
import { NAMING, TAGS, named, recorded } from "../recorded";

const base: HttpsLoadBalancerArgs = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  compartmentId: "ocid1.compartment.oc1..platform",
  subnetId: "ocid1.subnet.oc1..balancers",
  nsgIds: ["ocid1.networksecuritygroup.oc1..balancers"],
  certificateId: "ocid1.certificate.oc1..shop",
  backends: {
    port: 8443,
    tls: { trustedCaIds: ["ocid1.cabundle.oc1..shop"] },
    hosts: { "node-a": { ipAddress: "10.0.8.11" } },
  },
  logs: { logGroupId: "ocid1.loggroup.oc1..edge" },
};
const firewall = { rateLimit: { requests: 100, seconds: 10 } };
const make = (args: Partial<HttpsLoadBalancerArgs> = {}) =>
  recorded(() => {
    new HttpsLoadBalancer("shop", { ...base, ...args });
  }, OCI_ANSWERS);
const refused = (args: object) => () => new HttpsLoadBalancer("shop", { ...base, ...args });

describe("HttpsLoadBalancer", () => {
  test("OP-25 is internal and of 10 to 100 Mbps unless it is told otherwise", async () => {
    const made = await make();
    expect(named(made, "shop-balancer").inputs).toMatchObject({
      isPrivate: true,
      shape: "flexible",
      shapeDetails: { minimumBandwidthInMbps: 10, maximumBandwidthInMbps: 100 },
      networkSecurityGroupIds: ["ocid1.networksecuritygroup.oc1..balancers"],
    });
    expect(made.map(({ type }) => type)).not.toContain("oci:Waf/appFirewall:AppFirewall");
    const wide = await make({ bandwidth: { min: 50, max: 400 } });
    expect(named(wide, "shop-balancer").inputs).toMatchObject({
      shapeDetails: { minimumBandwidthInMbps: 50, maximumBandwidthInMbps: 400 },
    });
  });

  test("OP-28 listens with TLS 1.2 at the least, checks /health and verifies its hosts", async () => {
    const made = await make();
    expect(named(made, "shop-https").inputs).toMatchObject({
      port: 443,
      protocol: "HTTP",
      sslConfiguration: { protocols: ["TLSv1.2"], certificateIds: ["ocid1.certificate.oc1..shop"] },
    });
    expect(named(made, "shop-backend-set").inputs).toMatchObject({
      healthChecker: { protocol: "HTTP", port: 8443, urlPath: "/health", isForcePlainText: false },
      sslConfiguration: {
        protocols: ["TLSv1.2"],
        verifyPeerCertificate: true,
        trustedCertificateAuthorityIds: ["ocid1.cabundle.oc1..shop"],
      },
    });
  });

  test("OP-27 sends plain HTTP on to HTTPS", async () => {
    const made = await make();
    expect(named(made, "shop-http").inputs).toMatchObject({ port: 80, ruleSetNames: ["to_https"] });
    expect(named(made, "shop-redirect").inputs["items"]).toMatchObject([
      { action: "REDIRECT", responseCode: 301, redirectUri: { protocol: "HTTPS", port: 443 } },
    ]);
  });

  test("OP-48 logs access and errors", async () => {
    const made = await make();
    for (const category of ["access", "error"]) {
      expect(named(made, `shop-log-${category}`).inputs).toMatchObject({
        isEnabled: true,
        retentionDuration: 90,
        configuration: { source: { service: "loadbalancer", category } },
      });
    }
  });

  test("OP-30 a public one has a firewall with its log, and one without can not be written", async () => {
    const made = await make({ exposure: { kind: "public", firewall } });
    expect(named(made, "shop-balancer").inputs).toMatchObject({ isPrivate: false });
    expect(named(made, "shop-firewall").inputs).toMatchObject({
      backendType: "LOAD_BALANCER",
      loadBalancerId: "shop-balancer-id",
      webAppFirewallPolicyId: "shop-policy-id",
    });
    expect(named(made, "shop-log").inputs).toMatchObject({
      configuration: { source: { service: "waf", category: "all", resource: "shop-firewall-id" } },
    });
    // @ts-expect-error a public balancer without a firewall does not compile
    const bare: HttpsLoadBalancerArgs["exposure"] = { kind: "public" };
    expect(refused({ exposure: bare })).toThrow(/exposure.firewall.*a public balancer has a firewall/);
  });

  test("OP-30 a firewall can not be claimed for a balancer of layer 4, or that TLS passes through", () => {
    const firewallOf = (balancer: unknown) => () =>
      new WebFirewall("shop", {
        naming: base.naming,
        tags: base.tags,
        compartmentId: base.compartmentId,
        balancer: balancer as HttpBalancer,
        rules: firewall,
        logs: base.logs,
      });
    // @ts-expect-error the mark is given out by balancers alone
    const claimed: HttpBalancer = { loadBalancerId: "ocid1.networkloadbalancer.oc1..x", endsHttp: true };
    expect(firewallOf(claimed)).toThrow(/balancer is true; allowed: an HttpsLoadBalancer/);
  });

  test("OP-27 plain HTTP to a host needs a reason, which stands on the balancer", async () => {
    const plain = (reason: string) => ({ backends: { ...base.backends, tls: { plainHttp: { reason } } } });
    const made = await make(plain("the mesh encrypts between the nodes"));
    expect(named(made, "shop-balancer").inputs).toMatchObject({
      freeformTags: { PlainHttpBackends: "the mesh encrypts between the nodes" },
    });
    expect(named(made, "shop-backend-set").inputs).not.toHaveProperty("sslConfiguration");
    expect(refused(plain("ok"))).toThrow(/plainHttp.reason is "ok"; allowed: why, in a sentence/);
  });

  test("every fault is named at once, before anything is registered", async () => {
    const made = await recorded(() => {
      expect(
        refused({
          bandwidth: { min: 5, max: 9000 },
          backends: { port: 0, tls: { trustedCaIds: [] }, hosts: {}, healthPath: "health" },
          exposure: { kind: "internal", firewall: { rateLimit: { requests: 0, seconds: 10 } } },
          logs: { logGroupId: "x", retentionDays: 100 },
        }),
      ).toThrow(
        /exposure.firewall.rateLimit.requests[^]*bandwidth.min[^]*bandwidth.max[^]*backends.port[^]*backends.healthPath[^]*backends.hosts[^]*trustedCaIds[^]*retentionDays/,
      );
    });
    expect(made).toEqual([]);
  });
});

describe("the firewall's policy", () => {
  const found = [
    { key: "941000", version: 2, description: "x" },
    { key: "942000", version: 3, description: "y" },
  ];
  test("OP-30 refuses what the service's own list finds hostile, and slows who asks too often", () => {
    const plan = planFirewall(firewall, found);
    const [rate] = plan.requestRateLimiting.rules;
    const [protection] = plan.requestProtection.rules;
    const code = (name?: string) => plan.actions.find((action) => action.name === name)?.code;
    expect(rate?.configurations).toEqual([{ periodInSeconds: 10, requestsLimit: 100 }]);
    expect(code(rate?.actionName)).toBe(429);
    expect(code(protection?.actionName)).toBe(403);
    expect(protection?.isBodyInspectionEnabled).toBe(true);
    expect(protection?.protectionCapabilities).toEqual([
      { key: "941000", version: 2 },
      { key: "942000", version: 3 },
    ]);
  });
  test("OP-30 can be told only to watch", () => {
    const plan = planFirewall({ ...firewall, protection: "check" }, found);
    const watching = plan.actions.find(({ name }) => name === plan.requestProtection.rules[0]?.actionName);
    expect(watching?.type).toBe("CHECK");
  });
});

describe("NetworkLoadBalancer", () => {
  const layer4: NetworkLoadBalancerArgs = {
    naming: base.naming,
    tags: TAGS,
    compartmentId: base.compartmentId,
    subnetId: base.subnetId,
    nsgIds: base.nsgIds,
    port: 443,
    backends: {
      port: 8443,
      health: { kind: "https", path: "/health" },
      hosts: { "node-a": { ipAddress: "10.0.8.11" }, "node-b": { ipAddress: "10.0.8.12" } },
    },
  };

  test("OP-25 of layer 4 there is a private one alone, without bandwidth", async () => {
    const made = await recorded(() => {
      new NetworkLoadBalancer("orders", { ...layer4, ...{ isPrivate: false, exposure: { kind: "public" } } });
    });
    expect(named(made, "orders-balancer").inputs).toMatchObject({
      isPrivate: true,
      subnetId: base.subnetId,
      networkSecurityGroupIds: ["ocid1.networksecuritygroup.oc1..balancers"],
    });
    expect(named(made, "orders-balancer").inputs).not.toHaveProperty("shapeDetails");
    expect(named(made, "orders-listener").inputs).toMatchObject({ port: 443, protocol: "TCP" });
    expect(named(made, "orders-backend-set").inputs).toMatchObject({
      isPreserveSource: false,
      healthChecker: { protocol: "HTTPS", port: 8443, urlPath: "/health", returnCode: 200 },
    });
    expect(named(made, "orders-backend-node-b").inputs).toMatchObject({ ipAddress: "10.0.8.12", port: 8443 });
  });

  test("OP-25 OP-30 no firewall can be put in front of it", async () => {
    await recorded(() => {
      const balancer = new NetworkLoadBalancer("orders", layer4);
      const claimed = {
        loadBalancerId: balancer.networkLoadBalancerId,
      } as Partial<HttpBalancer> as HttpBalancer;
      expect(
        () => new WebFirewall("orders", { ...base, balancer: claimed, rules: firewall, logs: base.logs }),
      ).toThrow(/only a balancer that reads HTTP can have a firewall/);
    });
  });

  test("what can not be is refused, all at once", () => {
    const wrong = {
      port: 0,
      protocol: "SCTP" as "TCP",
      backends: { port: 70_000, health: { kind: "https", path: "health" } as const, hosts: {} },
    };
    expect(() => new NetworkLoadBalancer("orders", { ...layer4, ...wrong })).toThrow(
      /port is 0[^]*backends.port is 70000[^]*protocol is "SCTP"[^]*backends.health.path[^]*one host at least/,
    );
  });
});
