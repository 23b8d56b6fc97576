import { describe, expect, test } from "vitest";
import { modelOf } from "../../../automation/deploy/reachability";
import type { Deployed } from "../../../automation/deploy/reachability/deployed";
import {
  canReach,
  partyNamed,
  rangeText,
  reachableFromInternet,
  type Model,
} from "../../../lib/reachability";

/** A resource of a stack as its state has it; its id is its name. */
function resource(stack: string, type: string, name: string, outputs: object, provider = ""): Deployed {
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  return { stack, type, name, id: name, outputs: outputs as Deployed["outputs"], provider, urn };
}

function verdict(model: Model, from: string, to: string, port: number): string {
  const party = (name: string) => {
    const named = partyNamed(model, name);
    if ("fault" in named) throw new Error(named.fault);
    return named.party;
  };
  return canReach(model, party(from), party(to), { protocol: "tcp", port }).verdict;
}

const exposed = (model: Model) =>
  reachableFromInternet(model).map(
    ({ endpoint, protocol, ports, through, from }) =>
      `${[...through, endpoint].join(" > ")} ${protocol} ${ports.join("-")} from ${from.length > 3 ? "anywhere" : from.map(rangeText).join()}`,
  );

/** Replaces the outputs of one resource in part. */
function changed(all: readonly Deployed[], name: string, outputs: object): Deployed[] {
  expect(all.map((one) => one.name)).toContain(name);
  return all.map((one) => (one.name === name ? { ...one, outputs: { ...one.outputs, ...outputs } } : one));
}

describe("OCI", () => {
  const oci = (type: string, name: string, outputs: object) => resource("net", `oci:${type}`, name, outputs);
  const rule = (name: string, group: string, direction: string, end: object, ports: [number, number]) =>
    oci("Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule", name, {
      networkSecurityGroupId: group,
      direction,
      protocol: "6",
      tcpOptions: { destinationPortRange: { min: ports[0], max: ports[1] } },
      ...end,
    });
  const from = (group: string) => ({ source: group, sourceType: "NETWORK_SECURITY_GROUP" });
  const to = (group: string) => ({ destination: group, destinationType: "NETWORK_SECURITY_GROUP" });
  const entry = [
    oci("Core/vcn:Vcn", "vcn", { cidrBlocks: ["10.0.0.0/16"] }),
    oci("Core/subnet:Subnet", "front", {
      vcnId: "vcn",
      cidrBlock: "10.0.0.0/24",
      routeTableId: "front-table",
      securityListIds: ["none"],
      prohibitPublicIpOnVnic: false,
    }),
    oci("Core/subnet:Subnet", "back", {
      vcnId: "vcn",
      cidrBlock: "10.0.1.0/24",
      routeTableId: "back-table",
      securityListIds: ["none"],
      prohibitPublicIpOnVnic: true,
    }),
    oci("Core/securityList:SecurityList", "none", { ingressSecurityRules: [], egressSecurityRules: [] }),
    oci("Core/routeTable:RouteTable", "front-table", {
      routeRules: [{ destination: "0.0.0.0/0", destinationType: "CIDR_BLOCK", networkEntityId: "gateway" }],
    }),
    oci("Core/routeTable:RouteTable", "back-table", { routeRules: [] }),
    oci("Core/internetGateway:InternetGateway", "gateway", { vcnId: "vcn", enabled: true }),
    oci("Core/networkSecurityGroup:NetworkSecurityGroup", "balancers", { vcnId: "vcn" }),
    oci("Core/networkSecurityGroup:NetworkSecurityGroup", "nodes", { vcnId: "vcn" }),
    rule("world", "balancers", "INGRESS", { source: "0.0.0.0/0", sourceType: "CIDR_BLOCK" }, [443, 443]),
    rule("to-nodes", "balancers", "EGRESS", to("nodes"), [30000, 32767]),
    rule("from-balancers", "nodes", "INGRESS", from("balancers"), [30000, 32767]),
    oci("ContainerEngine/nodePool:NodePool", "pool", {
      nodeConfigDetails: { nsgIds: ["nodes"], placementConfigs: [{ subnetId: "back" }] },
    }),
    oci("LoadBalancer/loadBalancer:LoadBalancer", "entry", {
      isPrivate: false,
      subnetIds: ["front"],
      networkSecurityGroupIds: ["balancers"],
    }),
    oci("LoadBalancer/listener:Listener", "https", {
      loadBalancerId: "entry",
      port: 443,
      protocol: "HTTP",
      defaultBackendSetName: "set",
    }),
    oci("LoadBalancer/backend:Backend", "node", {
      loadBalancerId: "entry",
      backendsetName: "set",
      ipAddress: "10.0.1.7",
      port: 30443,
    }),
  ];

  test("a public load balancer is entered, and through it what is behind", () => {
    const model = modelOf(entry);
    expect(model.gaps).toEqual([]);
    expect(exposed(model)).toEqual([
      "net/entry tcp 443-443 from anywhere",
      "net/entry > net/workers tcp 443-443 from anywhere",
    ]);
    expect(verdict(model, "internet", "net/workers", 443)).toBe("reaches");
    expect(verdict(model, "internet", "net/workers", 30443)).toBe("blocked");
  });

  test.each<[string, string, object]>([
    ["a private balancer", "entry", { isPrivate: true }],
    ["a gateway that is switched off", "gateway", { enabled: false }],
    ["no route back", "front-table", { routeRules: [] }],
    ["a rule for other ports", "world", { tcpOptions: { destinationPortRange: { min: 80, max: 80 } } }],
    ["a rule for UDP", "world", { protocol: "17", tcpOptions: {}, udpOptions: {} }],
    ["a stateless rule alone", "world", { stateless: true }],
  ])("is not entered by %s", (_title, name, outputs) => {
    expect(exposed(modelOf(changed(entry, name, outputs)))).toEqual([]);
  });

  test("a list of the subnet adds to the groups", () => {
    const shut = entry.filter(({ name }) => name !== "world");
    expect(exposed(modelOf(shut))).toEqual([]);
    const list = {
      ingressSecurityRules: [{ source: "8.0.0.0/8", protocol: "6", tcpOptions: { min: 443, max: 443 } }],
    };
    expect(exposed(modelOf(changed(shut, "none", list)))[0]).toBe("net/entry tcp 443-443 from 8.0.0.0/8");
  });

  test("a bastion's sessions are a way in for the clients on its list", () => {
    const bastion = (clients: string[]) =>
      oci("Bastion/bastion:Bastion", "bastion", {
        targetSubnetId: "front",
        clientCidrBlockAllowLists: clients,
      });
    expect(exposed(modelOf([...entry, bastion(["10.0.0.0/8"])]))).toHaveLength(2);
    expect(exposed(modelOf([...entry, bastion(["9.9.9.0/24"])]))).toContain(
      "net/bastion tcp 22-22 from 9.9.9.0/24",
    );
  });

  test("the API gateway leads to its back ends, and names those that it can not follow", () => {
    const gateway = (url: string) =>
      modelOf([
        ...entry,
        oci("ApiGateway/gateway:Gateway", "api", {
          subnetId: "front",
          networkSecurityGroupIds: ["balancers"],
          endpointType: "PUBLIC",
        }),
        oci("ApiGateway/deployment:Deployment", "orders", {
          gatewayId: "api",
          specification: { routes: [{ backend: { type: "HTTP_BACKEND", url } }] },
        }),
      ]);
    expect(exposed(gateway("https://10.0.1.9:30001/orders"))).toContain(
      "net/api-gateway > net/workers tcp 443-443 from anywhere",
    );
    expect(gateway("https://orders.internal/orders").gaps).toEqual([
      {
        what: 'net: oci:ApiGateway/deployment:Deployment "orders"',
        why: "its back end orders.internal is not followed: no endpoint is known at it",
      },
    ]);
  });
});

describe("AWS", () => {
  const aws = (type: string, name: string, outputs: object) => resource("net", `aws:${type}`, name, outputs);
  const route = (name: string, table: string, outputs: object) =>
    aws("ec2/route:Route", name, { routeTableId: table, destinationCidrBlock: "0.0.0.0/0", ...outputs });
  const subnet = (name: string, range: string) => [
    aws("ec2/subnet:Subnet", name, { vpcId: "vpc", cidrBlock: range }),
    aws("ec2/routeTable:RouteTable", `${name}-table`, { vpcId: "vpc", routes: [] }),
    aws("ec2/routeTableAssociation:RouteTableAssociation", `${name}-association`, {
      subnetId: name,
      routeTableId: `${name}-table`,
    }),
  ];
  const network = [
    aws("ec2/vpc:Vpc", "vpc", { cidrBlock: "10.1.0.0/16", defaultNetworkAclId: "acl" }),
    ...subnet("public", "10.1.0.0/24"),
    ...subnet("private", "10.1.1.0/24"),
    aws("ec2/internetGateway:InternetGateway", "igw", { vpcId: "vpc" }),
    aws("ec2/natGateway:NatGateway", "nat", { subnetId: "public", connectivityType: "public" }),
    route("out", "public-table", { gatewayId: "igw", natGatewayId: "" }),
    route("through-nat", "private-table", { gatewayId: "", natGatewayId: "nat" }),
    aws("ec2/securityGroup:SecurityGroup", "web", {
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
      egress: [],
    }),
    aws("vpc/securityGroupEgressRule:SecurityGroupEgressRule", "web-to-app", {
      securityGroupId: "web",
      ipProtocol: "tcp",
      fromPort: 8080,
      toPort: 8080,
      referencedSecurityGroupId: "app",
    }),
    aws("ec2/securityGroup:SecurityGroup", "app", {
      ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: ["web"] }],
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    }),
    aws("ec2/instance:Instance", "server", { subnetId: "private", vpcSecurityGroupIds: ["app"] }),
    aws("lb/loadBalancer:LoadBalancer", "balancer", {
      arn: "balancer",
      internal: false,
      subnets: ["public"],
      securityGroups: ["web"],
    }),
    aws("lb/listener:Listener", "https", {
      loadBalancerArn: "balancer",
      port: 443,
      protocol: "HTTPS",
      defaultActions: [{ type: "forward", targetGroupArn: "targets" }],
    }),
    aws("lb/targetGroup:TargetGroup", "targets", { arn: "targets", port: 8080 }),
    aws("lb/targetGroupAttachment:TargetGroupAttachment", "attached", {
      targetGroupArn: "targets",
      targetId: "server",
      port: 8080,
    }),
  ];
  const acl = (...rules: object[]) =>
    aws("ec2/networkAcl:NetworkAcl", "acl-public", {
      subnetIds: ["public"],
      ingress: rules,
      egress: [
        { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 },
      ],
    });
  const tcp = (ruleNo: number, action: string, ports: [number, number], cidrBlock = "0.0.0.0/0") => ({
    ...{ ruleNo, action, protocol: "6", cidrBlock },
    ...{ fromPort: ports[0], toPort: ports[1] },
  });

  test("an internet-facing load balancer is entered, and through it what it forwards to", () => {
    const model = modelOf(network);
    expect(model.gaps).toEqual([]);
    expect(exposed(model)).toEqual([
      "net/balancer tcp 443-443 from anywhere",
      "net/balancer > net/server tcp 443-443 from anywhere",
    ]);
    expect(verdict(model, "net/server", "internet", 443)).toBe("reaches");
    expect(verdict(model, "net/server", "net/balancer", 443)).toBe("reaches");
  });

  test("a network ACL is read in order, and asked about answers", () => {
    const shut = acl(tcp(90, "deny", [443, 443], "8.0.0.0/8"), tcp(100, "allow", [443, 443]));
    const model = modelOf([...network, shut]);
    expect(verdict(model, "8.8.8.8", "net/balancer", 443)).toBe("blocked");
    expect(verdict(model, "9.9.9.9", "net/balancer", 443)).toBe("reaches");
    // The answers of what the server calls come back through the public subnet, to callers' ports.
    expect(verdict(model, "net/server", "9.9.9.9", 443)).toBe("blocked");
    const open = acl(tcp(100, "allow", [443, 443]), tcp(110, "allow", [1024, 65535]));
    expect(verdict(modelOf([...network, open]), "net/server", "9.9.9.9", 443)).toBe("reaches");
  });

  test("of what a group opens, a network ACL leaves the ports that it lets in and answer", () => {
    const wide = { subnetId: "public", vpcSecurityGroupIds: ["all"], associatePublicIpAddress: true };
    const all = { protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["0.0.0.0/0"] };
    const model = modelOf([
      ...network.filter(({ name }) => name !== "balancer"),
      aws("ec2/instance:Instance", "open", wide),
      aws("ec2/securityGroup:SecurityGroup", "all", { ingress: [all], egress: [] }),
      acl(tcp(90, "deny", [2000, 2999]), tcp(100, "allow", [1500, 4000])),
    ]);
    expect(exposed(model)).toEqual([
      "net/open tcp 1500-1999 from anywhere",
      "net/open tcp 3000-4000 from anywhere",
    ]);
  });

  test("a cluster's public endpoint is a way in for its clients", () => {
    const cluster = (publicly: boolean) =>
      aws("eks/cluster:Cluster", "cluster", {
        name: "cluster",
        vpcConfig: {
          subnetIds: ["private"],
          clusterSecurityGroupId: "sg-cluster",
          endpointPublicAccess: publicly,
          publicAccessCidrs: ["9.9.9.0/24"],
        },
      });
    expect(exposed(modelOf([...network, cluster(true)]))).toContain("net/api tcp 443-443 from 9.9.9.0/24");
    expect(exposed(modelOf([...network, cluster(false)]))).toHaveLength(2);
  });

  test("what has a say and is not read is named, and a route into the unknown is neither open nor shut", () => {
    const model = modelOf([
      ...changed(network, "through-nat", { natGatewayId: "", vpcEndpointId: "vpce-firewall" }),
      aws("networkfirewall/firewall:Firewall", "inspection", {}),
      aws("vpc/securityGroupIngressRule:SecurityGroupIngressRule", "v6", {
        securityGroupId: "web",
        ipProtocol: "tcp",
        cidrIpv4: "fd00::/8",
      }),
    ]);
    expect(verdict(model, "net/server", "internet", 443)).toBe("unknown");
    expect(model.gaps.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      'net: aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule "v6": fd00::/8 is no IPv4 block; only those are considered',
      'net: aws:networkfirewall/firewall:Firewall "inspection": a firewall in the way is not considered: it may refuse what answers say passes',
    ]);
  });

  test("a group that no stack has is not taken as shut", () => {
    const model = modelOf(changed(network, "server", { vpcSecurityGroupIds: ["sg-of-others"] }));
    expect(verdict(model, "net/server", "internet", 443)).toBe("unknown");
  });
});

describe("Kubernetes", () => {
  const cluster = [
    resource("k", "aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.1.0.0/16" }),
    resource("k", "aws:ec2/subnet:Subnet", "nodes", { vpcId: "vpc", cidrBlock: "10.1.1.0/24" }),
    resource("k", "aws:ec2/routeTable:RouteTable", "table", { routes: [] }),
    resource("k", "aws:ec2/routeTableAssociation:RouteTableAssociation", "a", {
      subnetId: "nodes",
      routeTableId: "table",
    }),
    resource("k", "aws:eks/cluster:Cluster", "cluster", {
      name: "cluster",
      endpoint: "https://AB12.eks.amazonaws.com",
      vpcConfig: { subnetIds: ["nodes"], clusterSecurityGroupId: "sg" },
    }),
    resource("k", "aws:eks/nodeGroup:NodeGroup", "group", { clusterName: "cluster", subnetIds: ["nodes"] }),
    resource("k", "aws:eks/addon:Addon", "cni", {
      addonName: "vpc-cni",
      configurationValues: '{"enableNetworkPolicy":"true"}',
    }),
    resource("apps", "pulumi:providers:kubernetes", "somewhere", {
      kubeconfig: '{"server":"https://AB12.eks.amazonaws.com"}',
    }),
  ];
  const provider = "urn:pulumi:dev::shop::pulumi:providers:kubernetes::somewhere::somewhere";
  const object = (kind: string, name: string, outputs: object) =>
    resource("apps", `kubernetes:${kind}`, name, outputs, provider);
  const namespaces = ["shop", "ops"].map((name) =>
    object("core/v1:Namespace", name, { metadata: { name, labels: { team: name } } }),
  );
  const policy = (spec: object) =>
    object("networking.k8s.io/v1:NetworkPolicy", "policy", {
      metadata: { name: "policy", namespace: "shop" },
      spec,
    });
  const ask = (spec: object, from = "k/pods/ops", port = 8080) =>
    verdict(modelOf([...cluster, ...namespaces, policy(spec)]), from, "k/pods/shop", port);
  const from = (...peers: object[]) => ({ podSelector: {}, ingress: [{ from: peers }] });
  const team = (operator: string) => ({
    namespaceSelector: { matchExpressions: [{ key: "team", operator, values: ["ops"] }] },
  });

  test.each<[title: string, spec: object, verdict: string]>([
    ["without rules refuse", { podSelector: {} }, "blocked"],
    ["about egress alone do not", { podSelector: {}, policyTypes: ["Egress"] }, "reaches"],
    ["with an empty rule let everything in", { podSelector: {}, ingress: [{}] }, "reaches"],
    ["let in namespaces by their labels", from(team("In")), "reaches"],
    ["keep out namespaces by their labels", from(team("NotIn")), "blocked"],
    [
      "let in by the name that Kubernetes labels",
      from({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ops" } } }),
      "reaches",
    ],
    ["mean their own namespace by pods alone", from({ podSelector: {} }), "blocked"],
    ["let in a block", from({ ipBlock: { cidr: "10.1.0.0/16" } }), "reaches"],
    [
      "let in a block but for a part",
      from({ ipBlock: { cidr: "10.1.0.0/16", except: ["10.1.1.0/24"] } }),
      "blocked",
    ],
    [
      "let in a range of ports",
      { podSelector: {}, ingress: [{ ports: [{ port: 8000, endPort: 8100 }] }] },
      "reaches",
    ],
    ["keep out other ports", { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }, "blocked"],
    ["leave named ports open", { podSelector: {}, ingress: [{ ports: [{ port: "http" }] }] }, "unknown"],
    ["of pods with labels leave it open", { podSelector: { matchLabels: { app: "web" } } }, "unknown"],
  ])("policies %s", (_title, spec, expected) => {
    expect(ask(spec)).toBe(expected);
  });

  test("are the cluster's whose address the provider has, and bind its pods alone", () => {
    expect(ask({ podSelector: {} }, "k/pods")).toBe("blocked");
    const model = modelOf([...cluster, ...namespaces, policy({ podSelector: {} })]);
    expect(verdict(model, "k/pods/shop", "k/pods/ops", 80)).toBe("reaches");
  });

  test("that nothing is known to enforce leave it open", () => {
    const bare = cluster.filter(({ name }) => name !== "cni");
    const model = modelOf([...bare, ...namespaces, policy({ podSelector: {} })]);
    expect(verdict(model, "k/pods/ops", "k/pods/shop", 80)).toBe("unknown");
  });

  describe("an engine", () => {
    const bare = cluster.filter(({ name }) => name !== "cni");
    const agent = (container: object, pod: object = {}) =>
      object("apps/v1:DaemonSet", "agent", {
        metadata: { name: "calico-node", namespace: "kube-system" },
        spec: {
          template: {
            spec: { nodeSelector: { "kubernetes.io/os": "linux" }, ...pod, containers: [container] },
          },
        },
      });
    const calico = { image: "quay.io/calico/node:v3.32.1" };
    const oci = { ...calico, env: [{ name: "FELIX_INTERFACEPREFIX", value: "oci" }] };
    const named = { metadata: { name: "calico-node", namespace: "kube-system" } };
    const chart = (name: string) => object("helm.sh/v3:Release", name, { name, chart: name });
    const answer = (...parts: ReturnType<typeof object>[]) =>
      verdict(
        modelOf([...bare, ...namespaces, policy({ podSelector: {} }), ...parts]),
        "k/pods/ops",
        "k/pods/shop",
        80,
      );
    const onOke = (...parts: ReturnType<typeof object>[]) =>
      answer(
        ...parts,
        resource("k", "oci:ContainerEngine/cluster:Cluster", "oke", { name: "oke", endpoints: [] }),
      );

    test.each<[title: string, part: ReturnType<typeof object>, verdict: string]>([
      ["an agent on every node", agent(calico), "blocked"],
      ["Cilium's", agent({ image: "quay.io/cilium/cilium@sha256:00" }), "blocked"],
      ["a chart that brings one", chart("tigera-operator"), "blocked"],
      ["settings that are called like one", object("core/v1:ConfigMap", "a", named), "unknown"],
      ["an account that is called like one", object("core/v1:ServiceAccount", "a", named), "unknown"],
      ["a chart of definitions alone", chart("crd.projectcalico.org.v1"), "unknown"],
      ["another image under its name", agent({ image: "example.com/sleep:1" }), "unknown"],
      [
        "an image that begins alike",
        agent({ image: "quay.io/calico/node-driver-registrar:v3.32.1" }),
        "unknown",
      ],
      ["an agent on some nodes", agent(calico, { nodeSelector: { pool: "large" } }), "unknown"],
      ["an agent that picks its nodes", agent(calico, { affinity: { nodeAffinity: {} } }), "unknown"],
    ])("is or is not %s", (_title, part, expected) => {
      expect(answer(part)).toBe(expected);
    });

    test.each<[title: string, part: ReturnType<typeof object>, verdict: string]>([
      ["Calico's that is told of the plugin's interfaces", agent(oci), "blocked"],
      ["Calico's that watches its own", agent(calico), "unknown"],
      ["Cilium's", agent({ ...oci, image: "quay.io/cilium/cilium:v1.19.0" }), "unknown"],
      ["an operator's", chart("tigera-operator"), "unknown"],
    ])("OK-04 on OKE is or is not %s", (_title, part, expected) => {
      expect(onOke(part)).toBe(expected);
    });
  });

  test("a load balancer that the cluster makes is named as not considered", () => {
    const service = object("core/v1:Service", "entry", { spec: { type: "LoadBalancer" } });
    expect(modelOf([...cluster, service]).gaps).toMatchObject([
      { what: 'apps: kubernetes:core/v1:Service "entry"' },
    ]);
  });
});
