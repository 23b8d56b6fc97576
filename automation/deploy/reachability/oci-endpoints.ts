/** What talks and listens in OCI's networks. */
import { SUBNET_OF } from "../../../components/oci-platform/plan/roles";
import type { Endpoint, Listener, Subnet } from "../../../lib/reachability";
import {
  isObject,
  number,
  object,
  objects,
  text,
  texts,
  type Deployed,
  type Inventory,
  type Values,
} from "./deployed";

type At = (address: string) => string | undefined;

/** @param at the endpoint that is known at an address; load balancers name their back ends by address. */
export function ociEndpoints(inventory: Inventory, subnets: readonly Subnet[], at: At): Endpoint[] {
  const open = new Set(
    inventory
      .of("oci:Core/subnet:Subnet")
      .filter(({ outputs }) => outputs["prohibitPublicIpOnVnic"] === false)
      .map(({ id }) => id),
  );
  const known = new Set(subnets.map(({ id }) => id));
  const deployed = [
    ...clusters(inventory),
    ...nodePools(inventory, open),
    ...gateways(inventory, at),
    ...balancers(inventory, at),
    ...single(inventory, open),
  ].map((one) => ({ ...one, subnets: one.subnets.filter((id) => known.has(id)) }));
  return withRoles(deployed, roles(inventory, open));
}

/** A role is another name of what alone has its group in its subnet; else it stands for what is to come there. */
function withRoles(deployed: readonly Endpoint[], all: readonly Endpoint[]): Endpoint[] {
  const place = ({ subnets, groups }: Endpoint) => JSON.stringify([subnets, groups]);
  const holder = (role: Endpoint) => {
    const same = deployed.filter((one) => place(one) === place(role));
    return same.length === 1 ? same[0] : undefined;
  };
  return [
    ...deployed.map((one) => ({
      ...one,
      aliases: [
        ...(one.aliases ?? []),
        ...all.filter((role) => holder(role) === one).map(({ name }) => name),
      ],
    })),
    ...all.filter((role) => holder(role) === undefined),
  ];
}

/** Ports of the OKE guide, "Network resource configuration for cluster creation and deployment". */
const OKE_PORTS = [6443, 12250];

const answers = (port: number): Listener => ({ protocol: "tcp", port, to: [] });

function clusters(inventory: Inventory): Endpoint[] {
  return inventory.of("oci:ContainerEngine/cluster:Cluster").map((cluster) => {
    const config = object(cluster.outputs, "endpointConfig");
    return {
      name: `${inventory.prefix(cluster)}/api`,
      aliases: [`${inventory.prefix(cluster)}/api-endpoint`],
      subnets: one(text(config, "subnetId")),
      groups: texts(config, "nsgIds"),
      isPublic: config["isPublicIpEnabled"] === true,
      listeners: OKE_PORTS.map(answers),
    };
  });
}

function nodePools(inventory: Inventory, open: ReadonlySet<string>): Endpoint[] {
  return inventory.of("oci:ContainerEngine/nodePool:NodePool").flatMap((pool): Endpoint[] => {
    const config = object(pool.outputs, "nodeConfigDetails");
    const pods = object(config, "nodePoolPodNetworkOptionDetails");
    const subnets = [
      ...new Set(objects(config, "placementConfigs").flatMap((place) => text(place, "subnetId") ?? [])),
    ];
    const prefix = inventory.prefix(pool);
    return [
      {
        name: `${prefix}/workers`,
        subnets,
        groups: texts(config, "nsgIds"),
        isPublic: subnets.some((id) => open.has(id)),
      },
      {
        name: `${prefix}/pods`,
        subnets: texts(pods, "podSubnetIds"),
        groups: texts(pods, "podNsgIds"),
        isPublic: false,
        pod: { cluster: pool.stack },
      },
    ];
  });
}

/** A gateway listens on 443 alone (API Gateway documentation, "Creating an API Gateway"). */
function gateways(inventory: Inventory, at: At): Endpoint[] {
  return inventory.of("oci:ApiGateway/gateway:Gateway").map((gateway) => {
    const deployments = inventory
      .of("oci:ApiGateway/deployment:Deployment")
      .filter(({ outputs }) => text(outputs, "gatewayId") === gateway.id);
    const to = deployments.flatMap((deployment) =>
      objects(object(deployment.outputs, "specification"), "routes").flatMap((route) =>
        backEnd(object(route, "backend"), deployment, inventory, at),
      ),
    );
    return {
      name: `${inventory.prefix(gateway)}/api-gateway`,
      subnets: one(text(gateway.outputs, "subnetId")),
      groups: texts(gateway.outputs, "networkSecurityGroupIds"),
      isPublic: text(gateway.outputs, "endpointType") === "PUBLIC",
      listeners: [{ protocol: "tcp", port: 443, to }],
    };
  });
}

function backEnd(backend: Values, of: Deployed, inventory: Inventory, at: At): Listener["to"] {
  const url = text(backend, "url");
  if (url === undefined || !URL.canParse(url)) return [];
  const { hostname, port, protocol } = new URL(url);
  const endpoint = at(hostname);
  if (endpoint === undefined) {
    inventory.gap(of, `its back end ${hostname} is not followed: no endpoint is known at it`);
    return [];
  }
  return [{ endpoint, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) }];
}

/** Both kinds name their parts alike, but for the balancer's own id. */
const BALANCERS = [
  { kind: "oci:LoadBalancer", type: "loadBalancer:LoadBalancer", key: "loadBalancerId" },
  {
    kind: "oci:NetworkLoadBalancer",
    type: "networkLoadBalancer:NetworkLoadBalancer",
    key: "networkLoadBalancerId",
  },
] as const;

function balancers(inventory: Inventory, at: At): Endpoint[] {
  return BALANCERS.flatMap(({ kind, type, key }) =>
    inventory.of(`${kind}/${type}`).map((balancer): Endpoint => {
      const mine = (part: string) =>
        inventory.of(`${kind}/${part}`).filter(({ outputs }) => text(outputs, key) === balancer.id);
      const behind = (set: string | undefined): Listener["to"] =>
        mine("backend:Backend")
          .filter(
            ({ outputs }) => (text(outputs, "backendsetName") ?? text(outputs, "backendSetName")) === set,
          )
          .flatMap((backend) => {
            const address = text(backend.outputs, "ipAddress") ?? "";
            const endpoint = at(address);
            if (endpoint === undefined) inventory.gap(backend, `no endpoint is known at ${address}`);
            return endpoint === undefined ? [] : [{ endpoint, port: number(backend.outputs, "port") ?? 0 }];
          });
      return {
        name: `${balancer.stack}/${balancer.name}`,
        subnets: [...texts(balancer.outputs, "subnetIds"), ...one(text(balancer.outputs, "subnetId"))],
        groups: texts(balancer.outputs, "networkSecurityGroupIds"),
        isPublic: balancer.outputs["isPrivate"] !== true,
        listeners: mine("listener:Listener").map(({ outputs }) => ({
          protocol: text(outputs, "protocol") === "UDP" ? "udp" : "tcp",
          port: number(outputs, "port") ?? 0,
          to: behind(text(outputs, "defaultBackendSetName")),
        })),
      };
    }),
  );
}

/** What is one thing in its subnets. */
function single(inventory: Inventory, open: ReadonlySet<string>): Endpoint[] {
  const named = (all: string) => (resource: Deployed) => `${inventory.prefix(resource)}/${all}`;
  const own = ({ stack, name }: Deployed) => `${stack}/${name}`;
  const found = (
    type: string,
    nameOf: (resource: Deployed) => string,
    read: (outputs: Values) => Omit<Endpoint, "name">,
  ): Endpoint[] =>
    inventory.of(type).map((resource) => ({ name: nameOf(resource), ...read(resource.outputs) }));
  return [
    ...inventory.of("oci:Bastion/bastion:Bastion").map((bastion) => ({
      name: named("bastion")(bastion),
      subnets: one(text(bastion.outputs, "targetSubnetId")),
      groups: [],
      isPublic: false,
      // Sessions are SSH to the service's own address (Bastion documentation, "Connecting to Sessions").
      doors: [
        {
          name: "the bastion service's sessions",
          port: 22,
          resource: bastion.urn,
          clients: texts(bastion.outputs, "clientCidrBlockAllowLists").flatMap(
            (range) => inventory.block(range, bastion) ?? [],
          ),
        },
      ],
    })),
    ...found("oci:Functions/application:Application", named("functions"), (outputs) => ({
      subnets: texts(outputs, "subnetIds"),
      groups: texts(outputs, "networkSecurityGroupIds"),
      isPublic: false,
    })),
    ...found("oci:Core/instance:Instance", own, (outputs) => {
      const card = object(outputs, "createVnicDetails");
      const subnet = text(card, "subnetId") ?? text(outputs, "subnetId");
      return {
        subnets: one(subnet),
        groups: texts(card, "nsgIds"),
        isPublic: text(card, "assignPublicIp") !== "false" && subnet !== undefined && open.has(subnet),
      };
    }),
    ...found("oci:Database/autonomousDatabase:AutonomousDatabase", own, (outputs) => ({
      subnets: one(text(outputs, "subnetId")),
      groups: texts(outputs, "nsgIds"),
      isPublic: false,
    })),
  ];
}

/** The roles that the network component tags its groups and subnets with: what is to be in them, deployed or not. */
function roles(inventory: Inventory, open: ReadonlySet<string>): Endpoint[] {
  const purpose = ({ outputs }: Deployed) => {
    const tags = outputs["definedTags"];
    return isObject(tags) ? text(tags, "causeway.Purpose") : undefined;
  };
  const network = ({ outputs }: Deployed) => text(outputs, "vcnId");
  return inventory.of("oci:Core/networkSecurityGroup:NetworkSecurityGroup").flatMap((group) => {
    const tag = purpose(group);
    const role = tag === "public-load-balancer" ? "load-balancer-public" : tag;
    if (role === undefined || !(role in SUBNET_OF)) return [];
    const place = SUBNET_OF[role as keyof typeof SUBNET_OF];
    const subnets = inventory
      .of("oci:Core/subnet:Subnet")
      .filter((subnet) => purpose(subnet) === place && network(subnet) === network(group))
      .map(({ id }) => id);
    const isPublic = subnets.some((id) => open.has(id));
    return [{ name: `${group.stack}/${role}`, subnets, groups: [group.id], isPublic }];
  });
}

const one = (value: string | undefined): string[] => (value === undefined ? [] : [value]);
