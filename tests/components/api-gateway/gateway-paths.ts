/** Networks of gateways, and the walk of single packets over them. */
import { HEALTH_ROUTE, type Api, type GatewayPaths, type HostPlace } from "../../../components/api-gateway";
import { networkModel, tcp, udp, type NetworkDesign } from "../../../components/oci-platform";
import { partyNamed, type Model } from "../../../lib/reachability";
import { walk, type Spot } from "../../lib/reachability/brute";

export const DESIGN: NetworkDesign = {
  cidr: "10.65.0.0/16",
  subnets: {
    "load-balancer-internal": "10.65.1.0/24",
    "api-gateway": "10.65.2.0/24",
    "api-endpoint": "10.65.3.0/28",
    database: "10.65.4.0/24",
    "private-endpoints": "10.65.5.0/24",
    functions: "10.65.6.0/24",
    runners: "10.65.7.0/24",
    workers: "10.65.8.0/22",
    pods: "10.65.32.0/19",
  },
  peers: { aws: "10.64.0.0/16", site: "10.90.0.0/16" },
  gatewayClients: ["pods", "runners", "peer:aws"],
  allow: [
    { from: "peer:aws", to: "private-endpoints", on: udp(53), why: "to resolve names" },
    { from: "peer:aws", to: "private-endpoints", on: tcp(53), why: "to resolve names" },
  ],
};

export const SERVED = {
  kind: "oke-service",
  at: "load-balancer",
  signedBy: "platform",
  behind: [{ at: "workers", port: 30443, healthPort: 10256 }],
} as const satisfies HostPlace;

export function pathsOver(network: Model, more: Partial<GatewayPaths> = {}): GatewayPaths {
  return {
    network,
    clients: [
      { class: "vcn", from: "pods" },
      { class: "vcn", from: "runners" },
      { class: "peer-cloud", from: "10.64.0.0/16" },
    ],
    names: {
      hostname: "api.dxb.dev.internal.example.org",
      records: ["api.dxb.dev.internal.example.org", "*.svc.dxb.dev.internal.example.org"],
      listener: "private-endpoints",
    },
    hosts: {
      "id.svc.dxb.dev.internal.example.org": SERVED,
      "customers.svc.dxb.dev.internal.example.org": SERVED,
    },
    trusts: ["platform"],
    ...more,
  };
}

export const API: Api = {
  pathPrefix: "/v1",
  rateLimit: { requestsPerSecond: 10, key: "CLIENT_IP" },
  authentication: {
    kind: "token",
    keys: { url: "https://id.svc.dxb.dev.internal.example.org/.well-known/jwks.json" },
    issuers: ["https://id.svc.dxb.dev.internal.example.org"],
    audiences: ["urn:acme:dev:api:customers"],
  },
  routes: [
    HEALTH_ROUTE,
    {
      path: "/customer",
      methods: ["GET"],
      backend: { kind: "http", url: "https://customers.svc.dxb.dev.internal.example.org/api/customer" },
      authorization: { scopes: ["customers:read"] },
    },
  ],
};

export const network = (more: Partial<NetworkDesign> = {}): Model =>
  networkModel("net", { ...DESIGN, ...more });

/** Whether a packet and its answer get from every address that matters of the one to the other's. */
export function walks(
  model: Model,
  from: string,
  to: string,
  port: number,
  protocol: "tcp" | "udp",
): boolean {
  const wire = { protocol, sport: 40_000, dport: port } as const;
  return spots(model, from).every((source) =>
    spots(model, to).every((target) => walk(model, source, target, wire).size === 0),
  );
}

/** First and last address of each of its subnets, or of its range. */
function spots(model: Model, name: string): Spot[] {
  const named = partyNamed(model, name);
  if ("fault" in named) throw new Error(named.fault);
  const { party } = named;
  switch (party.kind) {
    case "endpoint":
      return model.subnets
        .filter(({ id }) => party.endpoint.subnets.includes(id))
        .flatMap((subnet) =>
          [subnet.range.first, subnet.range.last].map((ip): Spot => ({
            at: "interface",
            endpoint: party.endpoint,
            subnet,
            ip,
          })),
        );
    case "beyond":
      return [party.range.first, party.range.last].map((ip): Spot => ({ at: "beyond", ip }));
    case "service":
      return [{ at: "service", labels: party.service.labels }];
    case "internet":
      throw new Error("no party of these tests");
  }
}
