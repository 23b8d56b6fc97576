import { awsLogDaysTest } from "../../lib/aws-logs";
import { Check, matching, oneOf } from "../core";
import type { EksClusterArgs } from "./cluster-args";
import { AMI_TYPES, accessFaults, rangeFaults, sizeFaults } from "./cluster-plan";

const instanceType = matching(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type such as m7i.xlarge");

/** @throws {InputError} with everything wrong with the arguments of a cluster. */
export function checkCluster(name: string, args: EksClusterArgs): void {
  const { nodes } = args;
  const check = new Check(`EksCluster "${name}"`);
  check.plain(
    "kubernetesVersion",
    args.kubernetesVersion,
    matching(/^\d+\.\d+$/, "a Kubernetes minor version such as 1.36"),
  );
  check.plain("logs.retentionDays", args.logs.retentionDays, awsLogDaysTest);
  check.plain("nodes.instanceTypes", nodes.instanceTypes, (types) =>
    types.length > 0 ? undefined : "at least one EC2 instance type",
  );
  nodes.instanceTypes.forEach((type, i) => check.plain(`nodes.instanceTypes[${i}]`, type, instanceType));
  if (nodes.architecture !== undefined)
    check.plain("nodes.architecture", nodes.architecture, oneOf(...Object.keys(AMI_TYPES)));
  if (nodes.imageRelease !== undefined) {
    const release = new RegExp(`^${args.kubernetesVersion.replace(".", "\\.")}\\.\\d+-\\d{8}$`);
    check.plain(
      "nodes.imageRelease",
      nodes.imageRelease,
      matching(
        release,
        `a release of the nodes' image for ${args.kubernetesVersion}, such as ${args.kubernetesVersion}.1-20261110`,
      ),
    );
  }
  if (nodes.diskGb !== undefined) {
    check.plain("nodes.diskGb", nodes.diskGb, (size) =>
      Number.isInteger(size) && size >= 20 ? undefined : "a whole number of GB, 20 or more",
    );
  }
  for (const fault of [
    ...rangeFaults(args.servicesCidr, args.vpcCidr, args.apiClients ?? {}),
    ...accessFaults(args.access),
    ...sizeFaults(nodes.size),
  ]) {
    check.fault(fault.path, fault.given, fault.allowed);
  }
  check.done();
}
