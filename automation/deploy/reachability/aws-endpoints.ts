/** What talks and listens in AWS's networks. */
import { cidr } from "../../../lib/cidr";
import type { Endpoint, Filter, Listener } from "../../../lib/reachability";
import { serviceWord } from "./aws-names";
import { number, object, objects, text, texts, type Deployed, type Inventory, type Values } from "./deployed";

const open: Listener = { protocol: "tcp", port: 443, to: [] };

/** @param at the endpoint that is known at an address; target groups name theirs by address. */
export function awsEndpoints(inventory: Inventory, at: (address: string) => string | undefined): Endpoint[] {
  return [
    ...clusters(inventory),
    ...nodeGroups(inventory),
    ...interfaceEndpoints(inventory),
    ...functions(inventory),
    ...instances(inventory),
    ...balancers(inventory, at),
  ];
}

/** The control plane's interfaces are in the cluster's subnets, and in its own group as well as in those given. */
function clusters(inventory: Inventory): Endpoint[] {
  return inventory.of("aws:eks/cluster:Cluster").map((cluster) => {
    const vpc = object(cluster.outputs, "vpcConfig");
    const name = `${inventory.prefix(cluster)}/api`;
    const door = {
      name: "the cluster's public endpoint",
      port: 443,
      resource: cluster.urn,
      clients: texts(vpc, "publicAccessCidrs").flatMap((range) => inventory.block(range, cluster) ?? []),
    };
    return {
      name,
      subnets: texts(vpc, "subnetIds"),
      groups: [...own(vpc), ...texts(vpc, "securityGroupIds")],
      isPublic: false,
      listeners: [open],
      ...(vpc["endpointPublicAccess"] === true ? { doors: [door] } : {}),
    };
  });
}

const own = (vpc: Values): string[] => {
  const id = text(vpc, "clusterSecurityGroupId");
  return id === undefined ? [] : [id];
};

/** Pods have addresses of the nodes' subnets and, without a policy of their own, the nodes' groups (VPC CNI). */
function nodeGroups(inventory: Inventory): Endpoint[] {
  return inventory.of("aws:eks/nodeGroup:NodeGroup").flatMap((nodes): Endpoint[] => {
    const cluster = inventory
      .of("aws:eks/cluster:Cluster")
      .find(({ outputs }) => text(outputs, "name") === text(nodes.outputs, "clusterName"));
    const vpc = object(cluster?.outputs ?? {}, "vpcConfig");
    const template = text(object(nodes.outputs, "launchTemplate"), "id");
    const given =
      inventory.of("aws:ec2/launchTemplate:LaunchTemplate").find(({ id }) => id === template)?.outputs ?? {};
    const listed = texts(given, "vpcSecurityGroupIds");
    const subnets = texts(nodes.outputs, "subnetIds");
    const groups = listed.length > 0 ? listed : own(vpc);
    const isPublic = subnets.some((id) => isOpen(inventory, id));
    const prefix = inventory.prefix(nodes);
    return [
      { name: `${prefix}/workers`, subnets, groups, isPublic },
      {
        name: `${prefix}/pods`,
        subnets,
        groups,
        isPublic: false,
        pod: { cluster: cluster?.stack ?? nodes.stack },
      },
    ];
  });
}

function isOpen(inventory: Inventory, subnet: string): boolean {
  const found = inventory.of("aws:ec2/subnet:Subnet").find(({ id }) => id === subnet);
  return found?.outputs["mapPublicIpOnLaunch"] === true;
}

function interfaceEndpoints(inventory: Inventory): Endpoint[] {
  return inventory
    .of("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter(({ outputs }) => text(outputs, "vpcEndpointType") === "Interface")
    .map(({ stack, outputs }) => ({
      name: `${stack}/${serviceWord(outputs)}`,
      aliases: [serviceWord(outputs), text(outputs, "serviceName") ?? ""],
      subnets: texts(outputs, "subnetIds"),
      groups: texts(outputs, "securityGroupIds"),
      isPublic: false,
      listeners: [open],
    }));
}

function functions(inventory: Inventory): Endpoint[] {
  return inventory.of("aws:lambda/function:Function").flatMap((one) => {
    const vpc = object(one.outputs, "vpcConfig");
    const subnets = texts(vpc, "subnetIds");
    if (subnets.length === 0) return [];
    return [
      {
        name: `${one.stack}/${one.name}`,
        subnets,
        groups: texts(vpc, "securityGroupIds"),
        isPublic: false,
        listeners: [],
      },
    ];
  });
}

function instances(inventory: Inventory): Endpoint[] {
  return inventory.of("aws:ec2/instance:Instance").map(({ stack, name, outputs }) => ({
    name: `${stack}/${name}`,
    subnets: [text(outputs, "subnetId")].flatMap((id) => id ?? []),
    groups: texts(outputs, "vpcSecurityGroupIds"),
    isPublic: text(outputs, "publicIp") !== undefined || outputs["associatePublicIpAddress"] === true,
  }));
}

/** Of a network load balancer without groups, which takes and sends everything; no id of EC2 is like it. */
export const UNGUARDED: Filter = {
  id: "unguarded",
  name: "no security group",
  rules: (["in", "out"] as const).map((direction) => ({
    direction,
    end: { range: cidr("0.0.0.0/0") },
    on: { protocol: "all" },
  })),
};

function balancers(inventory: Inventory, at: (address: string) => string | undefined): Endpoint[] {
  return inventory.of("aws:lb/loadBalancer:LoadBalancer").map((balancer) => {
    const { outputs, stack, name, id } = balancer;
    const groups = texts(outputs, "securityGroups");
    const listeners = inventory
      .of("aws:lb/listener:Listener")
      .filter((one) => text(one.outputs, "loadBalancerArn") === (text(outputs, "arn") ?? id))
      .map((one): Listener => ({
        protocol: text(one.outputs, "protocol") === "UDP" ? "udp" : "tcp",
        port: number(one.outputs, "port") ?? 0,
        to: objects(one.outputs, "defaultActions").flatMap((action) =>
          targets(text(action, "targetGroupArn"), one, inventory, at),
        ),
      }));
    return {
      name: `${stack}/${name}`,
      subnets: texts(outputs, "subnets"),
      groups: groups.length === 0 ? [UNGUARDED.id] : groups,
      isPublic: outputs["internal"] !== true,
      listeners,
    };
  });
}

function targets(
  group: string | undefined,
  listener: Deployed,
  inventory: Inventory,
  at: (address: string) => string | undefined,
): Listener["to"] {
  if (group === undefined) return [];
  const found = inventory
    .of("aws:lb/targetGroup:TargetGroup")
    .find(({ id, outputs }) => [id, text(outputs, "arn")].includes(group));
  const attached = inventory
    .of("aws:lb/targetGroupAttachment:TargetGroupAttachment")
    .filter(({ outputs }) => text(outputs, "targetGroupArn") === group)
    .map(({ outputs }) => ({ id: text(outputs, "targetId") ?? "", port: number(outputs, "port") }));
  const named = attached.flatMap(({ id, port }) => {
    const instance = inventory.of("aws:ec2/instance:Instance").find((one) => one.id === id);
    const endpoint = instance === undefined ? at(id) : `${instance.stack}/${instance.name}`;
    return endpoint === undefined
      ? []
      : [{ endpoint, port: port ?? number(found?.outputs ?? {}, "port") ?? 0 }];
  });
  if (named.length === 0)
    inventory.gap(
      listener,
      `what is behind ${found?.name ?? group} is not followed: no endpoint is known there`,
    );
  return named;
}
