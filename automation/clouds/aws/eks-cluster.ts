import { overlap, prefixOf, within } from "../cidr";
import type { Context, InputRule } from "../kind";
import * as v from "../values";
import { blocksOf, vpcTarget } from "./ec2-network";

const SUBNET = "aws:ec2/subnet:Subnet";

/**
 * Zones in which EKS puts no control plane (EKS user guide, "View Amazon EKS networking requirements for VPC and subnets",
 * "Subnet requirements and considerations", read 2026-11-26). Which of a region's names stands for one differs by account: a
 * subnet is held to it that was placed by id.
 */
const withoutEks = ["use1-az3", "usw1-az2", "cac1-az3"];

const subnets = (c: Context) => c.texts("vpcConfig.subnetIds").flatMap((id) => c.find(id, SUBNET) ?? []);

const zones = (c: Context): readonly string[] =>
  [...new Set(subnets(c).flatMap((e) => v.text(e.outputs, "availabilityZone") ?? []))].sort();

/** Two zones at least, all of them zones that EKS is in, and for as long as the cluster lives the same ones. */
export function refuseZones(c: Context): void {
  const now = zones(c);
  if (now.length < 2)
    c.refuse("InvalidParameterException", "Subnets specified must be in at least two different AZs");
  const chosen = subnets(c).flatMap((e) => v.text(e.inputs, "availabilityZoneId") ?? []);
  const refused = chosen.find((id) => withoutEks.includes(id));
  if (refused !== undefined)
    c.refuse(
      "UnsupportedAvailabilityZoneException",
      `Cannot create cluster '${c.text("name") ?? ""}' because EKS does not support the targeted availability zone ${refused}`,
    );
  // The same page: subnets may be changed for others "in the same set of Availability Zones".
  const before = v.texts(c.old?.outputs, "vpcConfig.subnetIds");
  const then = new Set(before.flatMap((id) => v.text(c.find(id, SUBNET)?.outputs, "availabilityZone") ?? []));
  if (then.size > 0 && [...then].sort().join() !== now.join())
    c.refuse(
      "InvalidParameterException",
      `Provided subnets must belong to the same set of AZs as before: ${[...then].sort().join(", ")}, not ${now.join(", ")}`,
    );
}

/** KubernetesNetworkConfigRequest, `serviceIpv4Cidr`, in the Amazon EKS API reference (read 2026-11-26). */
const privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const SERVICES = "kubernetesNetworkConfig.serviceIpv4Cidr";

export const serviceRange: InputRule = (inputs, report) => {
  const block = v.text(inputs, SERVICES);
  if (block === undefined) return;
  const prefix = prefixOf(block);
  if (prefix === undefined) report(SERVICES, `"${block}" is not an IP block`);
  else if (prefix < 12 || prefix > 24) report(SERVICES, `"${block}" must be from /12 to /24`);
  else if (!privateBlocks.some((outer) => within(block, outer)))
    report(SERVICES, `"${block}" must be in one of ${privateBlocks.join(", ")}`);
};

export function refuseServiceOverlap(c: Context): void {
  const block = c.text(SERVICES);
  const vpc = c.find(subnets(c).flatMap((e) => v.text(e.inputs, "vpcId") ?? [])[0], ...vpcTarget.types);
  const clash = vpc && blocksOf(c, vpc).find((own) => block !== undefined && overlap(own, block));
  if (clash !== undefined)
    c.refuse("InvalidParameterException", `serviceIpv4Cidr ${block ?? ""} overlaps the VPC's block ${clash}`);
}

/** The number of a minor version: 35 of `1.35`. */
export const minor = (version: string | undefined): number => Number(version?.split(".")[1]);

/**
 * One minor version up, or one back within seven days of going up (EKS user guide, "Update existing cluster to new Kubernetes
 * version", "Roll back a cluster to a previous Kubernetes version", read 2026-11-26). Time stands still here, so that any
 * step back by one is taken for such a one.
 */
export function refuseVersionStep(c: Context): void {
  const [before, after] = [v.text(c.old?.outputs, "version"), c.text("version")];
  if (before !== undefined && after !== undefined && Math.abs(minor(after) - minor(before)) > 1)
    c.refuse(
      "InvalidParameterException",
      `Unsupported Kubernetes minor version update from ${before} to ${after}`,
    );
}

/** From the config map towards the API, never back (EKS user guide, "Change authentication mode to use access entries", read 2026-11-26). */
const modes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

export function refuseModeBack(c: Context): void {
  const at = "accessConfig.authenticationMode";
  const [before, after] = [v.text(c.old?.outputs, at), c.text(at)];
  if (before !== undefined && after !== undefined && modes.indexOf(after) < modes.indexOf(before))
    c.refuse(
      "InvalidParameterException",
      `Unsupported authentication mode update from ${before} to ${after}`,
    );
}
