import type { Context } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const everywhere = ["0.0.0.0/0"];

/** A route to everywhere, as inputs of a Route or of a route in its table. */
type Route = v.ObjectValue;

/** The route table of a subnet: the one associated with it, else the main one that came with the VPC. */
function tableOf(c: Context, subnet: Entity): string | undefined {
  const own = c
    .all("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .find((e) => e.inputs["subnetId"] === subnet.id);
  if (own) return v.text(own.inputs, "routeTableId");
  const network = v.text(subnet.inputs, "vpcId");
  const main = c.all("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation");
  const chosen = v.text(main.find((e) => e.inputs["vpcId"] === network)?.inputs, "routeTableId");
  return chosen ?? v.text(c.find(network, VPC)?.outputs, "mainRouteTableId");
}

function defaultRoute(c: Context, table: string | undefined): Route | undefined {
  if (table === undefined) return undefined;
  const routes = c.all("aws:ec2/route:Route").filter((e) => e.inputs["routeTableId"] === table);
  const nested = [
    ...c.all("aws:ec2/routeTable:RouteTable").filter((e) => e.id === table),
    ...c
      .all("aws:ec2/defaultRouteTable:DefaultRouteTable")
      .filter((e) => e.inputs["defaultRouteTableId"] === table),
  ].flatMap((e) => v.objects(e.inputs, "routes"));
  return [...routes.map((e) => e.inputs), ...nested].find((r) =>
    everywhere.includes(v.text(r, "destinationCidrBlock") ?? v.text(r, "cidrBlock") ?? ""),
  );
}

const toInternet = (c: Context, subnet: Entity): boolean =>
  v.text(defaultRoute(c, tableOf(c, subnet)), "gatewayId")?.startsWith("igw-") === true;

/** Gateway endpoints are reached by a route, so only from the tables that they are in. */
function reachesService(c: Context, subnet: Entity, service: string): boolean {
  const region = v.text(subnet.outputs, "region") ?? c.site.region;
  const table = tableOf(c, subnet);
  return c
    .all("aws:ec2/vpcEndpoint:VpcEndpoint")
    .some(
      (e) =>
        e.inputs["vpcId"] === subnet.inputs["vpcId"] &&
        e.inputs["serviceName"] === `com.amazonaws.${region}.${service}` &&
        ((v.text(e.inputs, "vpcEndpointType") ?? "Gateway") !== "Gateway" ||
          v.texts(e.inputs, "routeTableIds").includes(table ?? "")),
    );
}

/**
 * Why an instance in a subnet without a public address of its own reaches none of these services, neither over the internet
 * nor by endpoints in its VPC; undefined where it reaches them. A route to anything but a gateway of the VPC is taken to
 * lead on.
 *
 * @param services names as in `com.amazonaws.<region>.<name>`; without any, only the internet will do.
 */
export function noWayOut(c: Context, subnetId: string, services: readonly string[]): string | undefined {
  const subnet = c.find(subnetId, SUBNET);
  if (!subnet) return undefined;
  const missing = services.filter((s) => !reachesService(c, subnet, s));
  if (services.length > 0 && missing.length === 0) return undefined;
  const fault = withoutInternet(c, subnet);
  if (fault === undefined || services.length === 0) return fault;
  return `${fault}, and its VPC has no endpoint for ${missing.join(", ")}`;
}

function withoutInternet(c: Context, subnet: Entity): string | undefined {
  const route = defaultRoute(c, tableOf(c, subnet));
  if (route === undefined) return `${subnet.id} has no route to 0.0.0.0/0`;
  if (v.text(route, "gatewayId")?.startsWith("igw-") === true)
    return v.flag(subnet.outputs, "mapPublicIpOnLaunch") === true
      ? undefined
      : `${subnet.id} leads to an internet gateway but gives no public addresses`;
  const nat = c.find(v.text(route, "natGatewayId"), "aws:ec2/natGateway:NatGateway");
  if (!nat) return undefined;
  if (v.text(nat.outputs, "connectivityType") === "private")
    return `${subnet.id} leads to ${nat.id}, which is a private NAT gateway`;
  const behind = c.find(v.text(nat.inputs, "subnetId"), SUBNET);
  return behind === undefined || toInternet(c, behind)
    ? undefined
    : `${subnet.id} leads to ${nat.id} in ${behind.id}, which has no route to an internet gateway itself`;
}
