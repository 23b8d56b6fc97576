import { Authority } from "../../support/gateway/certificates";
import type { Values } from "../../../automation/engine/provider";
import { recordExercised } from "./exercised";
import { oci, openClouds, type Made } from "./harness";
import { testRefusals, type Case } from "./refusals";

const edge = (name: string) => {
  const [service = "", cls = ""] = name.split(".");
  return `oci:${service}/${cls.charAt(0).toLowerCase()}${cls.slice(1)}:${cls}`;
};

interface Ground {
  readonly make: (type: string, name: string, inputs: Values) => Promise<Made>;
  readonly compartmentId: string;
  readonly closed: string;
  readonly foreignGroup: string;
  readonly balancerId: string;
  readonly deafBalancerId: string;
  readonly policyId: string;
  readonly networkBalancerId: string;
}

const host = new Authority("edge CA").leaf("shop", { dnsNames: ["shop.example.org"] });
const other = new Authority("edge CA").leaf("other", { dnsNames: ["other.example.org"] });
const flexible = {
  shape: "flexible",
  isPrivate: true,
  shapeDetails: { minimumBandwidthInMbps: 10, maximumBandwidthInMbps: 100 },
};
const set = {
  name: "hosts",
  policy: "LEAST_CONNECTIONS",
  healthChecker: { protocol: "HTTP", urlPath: "/health" },
};
const layer4Set = { name: "base", policy: "FIVE_TUPLE", healthChecker: { protocol: "TCP" } };
const policy = {
  actions: [{ name: "refuse", type: "RETURN_HTTP_RESPONSE", code: 403 }],
  requestProtection: {
    rules: [
      {
        name: "protection",
        type: "PROTECTION",
        actionName: "refuse",
        protectionCapabilities: [{ key: "941000", version: 2 }],
      },
    ],
  },
};

async function ground(): Promise<Ground> {
  const clouds = openClouds();
  const cloud = await oci(clouds, "me-dubai-1");
  const home = await oci(clouds);
  const make: Ground["make"] = (type, name, inputs) => cloud.create(type, name, inputs);
  const compartmentId = (
    await home.create("oci:Identity/compartment:Compartment", "all", { name: "all", description: "all" })
  ).id;
  const vcn = async (name: string, cidr: string) =>
    (await make("oci:Core/vcn:Vcn", name, { compartmentId, cidrBlocks: [cidr] })).id;
  const [vcnId, foreign] = [await vcn("v", "10.65.0.0/16"), await vcn("w", "10.66.0.0/16")];
  const closed = (
    await make("oci:Core/subnet:Subnet", "closed", {
      compartmentId,
      vcnId,
      cidrBlock: "10.65.1.0/24",
      prohibitPublicIpOnVnic: true,
    })
  ).id;
  const foreignGroup = (
    await make("oci:Core/networkSecurityGroup:NetworkSecurityGroup", "g", { compartmentId, vcnId: foreign })
  ).id;
  const balancer = async (name: string) =>
    (
      await make(edge("LoadBalancer.LoadBalancer"), name, {
        compartmentId,
        displayName: name,
        subnetIds: [closed],
        ...flexible,
      })
    ).id;
  const [balancerId, deafBalancerId] = [await balancer("one"), await balancer("deaf")];
  await make(edge("LoadBalancer.BackendSet"), "base", { ...set, name: "base", loadBalancerId: balancerId });
  await make(edge("LoadBalancer.Listener"), "base", {
    loadBalancerId: balancerId,
    name: "base",
    defaultBackendSetName: "base",
    port: 8080,
    protocol: "HTTP",
  });
  const policyId = (await make(edge("Waf.AppFirewallPolicy"), "base", { compartmentId, ...policy })).id;
  const networkBalancerId = (
    await make(edge("NetworkLoadBalancer.NetworkLoadBalancer"), "base", {
      compartmentId,
      displayName: "base",
      subnetId: closed,
      isPrivate: true,
    })
  ).id;
  await make(edge("NetworkLoadBalancer.BackendSet"), "base", {
    ...layer4Set,
    networkLoadBalancerId: networkBalancerId,
  });
  return {
    make,
    compartmentId,
    closed,
    foreignGroup,
    balancerId,
    deafBalancerId,
    policyId,
    networkBalancerId,
  };
}

const protection = (changes: object) => ({
  requestProtection: { rules: [{ ...policy.requestProtection.rules[0], ...changes }] },
});

const cases: readonly Case<Ground>[] = [
  {
    type: edge("LoadBalancer.LoadBalancer"),
    good: ({ compartmentId, closed }) => ({
      compartmentId,
      displayName: "entry",
      subnetIds: [closed],
      ...flexible,
    }),
    mistakes: [
      [() => ({ isPrivate: false }), /public load balancer needs a public subnet/],
      [({ foreignGroup }) => ({ networkSecurityGroupIds: [foreignGroup] }), /is not in the VCN/],
      [() => ({ shapeDetails: { minimumBandwidthInMbps: 5, maximumBandwidthInMbps: 100 } }), /at least 10/],
      [() => ({ shapeDetails: { minimumBandwidthInMbps: 50, maximumBandwidthInMbps: 40 } }), /to 8000/],
    ],
  },
  {
    type: edge("LoadBalancer.BackendSet"),
    good: ({ balancerId }) => ({ ...set, loadBalancerId: balancerId }),
    mistakes: [[() => ({ healthChecker: { protocol: "HTTP" } }), /health check over HTTP/]],
    twice: /has hosts already/,
  },
  {
    type: edge("LoadBalancer.Backend"),
    good: ({ balancerId }) => ({
      loadBalancerId: balancerId,
      backendsetName: "base",
      ipAddress: "10.65.1.9",
      port: 8443,
    }),
    mistakes: [[() => ({ backendsetName: "none" }), /no backend set none/]],
    twice: /10\.65\.1\.9 is in the set already/,
  },
  {
    type: edge("LoadBalancer.RuleSet"),
    good: ({ balancerId }) => ({ loadBalancerId: balancerId, name: "to_https", items: [] }),
    mistakes: [[() => ({ name: "to-https" }), /letters, digits and underscores/]],
    twice: /has to_https already/,
  },
  {
    type: edge("LoadBalancer.Listener"),
    good: ({ balancerId }) => ({
      loadBalancerId: balancerId,
      name: "https",
      defaultBackendSetName: "base",
      port: 443,
      protocol: "HTTP",
    }),
    mistakes: [
      [() => ({ defaultBackendSetName: "none" }), /no backend set none/],
      [() => ({ ruleSetNames: ["none"] }), /no rule set none/],
      [() => ({ port: 8080 }), /already/],
    ],
    twice: /has https already/,
  },
  {
    type: edge("Waf.AppFirewallPolicy"),
    good: ({ compartmentId }) => ({ compartmentId, ...policy }),
    mistakes: [
      [() => protection({ actionName: "none" }), /"none" is no action/],
      [() => protection({ protectionCapabilities: [] }), /one capability at least/],
    ],
  },
  {
    type: edge("Waf.AppFirewall"),
    good: ({ compartmentId, balancerId, policyId }) => ({
      compartmentId,
      backendType: "LOAD_BALANCER",
      loadBalancerId: balancerId,
      webAppFirewallPolicyId: policyId,
    }),
    mistakes: [[({ deafBalancerId }) => ({ loadBalancerId: deafBalancerId }), /with an HTTP listener/]],
    twice: /has a web application firewall already/,
  },
  {
    type: edge("CertificatesManagement.Certificate"),
    good: ({ compartmentId }) => ({
      compartmentId,
      name: "shop",
      certificateConfig: {
        configType: "IMPORTED",
        certificatePem: host.cert,
        certChainPem: host.cert,
        privateKeyPem: host.key,
      },
    }),
    mistakes: [
      [
        () => ({
          certificateConfig: {
            configType: "IMPORTED",
            certificatePem: host.cert,
            certChainPem: host.cert,
            privateKeyPem: other.key,
          },
        }),
        /is not the key of the certificate/,
      ],
      [
        () => ({
          certificateConfig: {
            configType: "IMPORTED",
            certificatePem: "no certificate",
            certChainPem: host.cert,
            privateKeyPem: host.key,
          },
        }),
        /is not the key of the certificate/,
      ],
    ],
    twice: /shop already exists/,
  },
  {
    type: edge("NetworkLoadBalancer.NetworkLoadBalancer"),
    good: ({ compartmentId, closed }) => ({
      compartmentId,
      displayName: "layer-4",
      subnetId: closed,
      isPrivate: true,
    }),
    mistakes: [
      [() => ({ isPrivate: false }), /public network load balancer needs a public subnet/],
      [({ foreignGroup }) => ({ networkSecurityGroupIds: [foreignGroup] }), /is not in the VCN/],
    ],
  },
  {
    type: edge("NetworkLoadBalancer.BackendSet"),
    good: ({ networkBalancerId }) => ({
      ...layer4Set,
      name: "more",
      networkLoadBalancerId: networkBalancerId,
    }),
    mistakes: [
      [() => ({ policy: "LEAST_CONNECTIONS" }), /must be TWO_TUPLE/],
      [() => ({ healthChecker: { protocol: "HTTPS" } }), /health check over HTTP/],
    ],
    twice: /has more already/,
  },
  {
    type: edge("NetworkLoadBalancer.Backend"),
    good: ({ networkBalancerId }) => ({
      networkLoadBalancerId: networkBalancerId,
      backendSetName: "base",
      ipAddress: "10.65.1.9",
      port: 8443,
    }),
    mistakes: [[() => ({ backendSetName: "none" }), /no backend set none/]],
    twice: /10\.65\.1\.9 is in the set already/,
  },
  {
    type: edge("NetworkLoadBalancer.Listener"),
    good: ({ networkBalancerId }) => ({
      networkLoadBalancerId: networkBalancerId,
      name: "listener",
      defaultBackendSetName: "base",
      port: 443,
      protocol: "TCP",
    }),
    mistakes: [
      [() => ({ protocol: "HTTP" }), /must be ANY, TCP/],
      [() => ({ defaultBackendSetName: "none" }), /no backend set none/],
    ],
    twice: /listens on 443 already/,
  },
];

testRefusals(ground, cases);
recordExercised("oci.edge");
