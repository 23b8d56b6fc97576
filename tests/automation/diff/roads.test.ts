import { describe, expect, test } from "vitest";
import type { ResourceReport, StackReport } from "../../../automation/deploy/report";
import { roadsIn } from "../../../automation/diff/reach";
import { nothing } from "../../../automation/diff/rehearsal";

/** Whether it is asked what the internet reaches where properties of a resource differ. */
function isAsked(type: string, ...paths: string[]): boolean {
  const changes = paths.map((path) => ({ path, kind: "update" }));
  const resources = [{ type, op: "update", changes }] as unknown as ResourceReport[];
  const head = { stacks: [{ name: "shop", resources } as unknown as StackReport], policy: [] };
  return roadsIn({ ...nothing("dev", []), head }).length > 0;
}

describe("what the internet reaches is asked where something differs that has a say", () => {
  test.each([
    ["aws:ec2/securityGroup:SecurityGroup", "ingress[0].cidrBlocks[0]", true],
    ["aws:ec2/securityGroup:SecurityGroup", "tags.Owner", false],
    ["aws:ec2/launchTemplate:LaunchTemplate", "tagSpecifications[1].tags.Owner", false],
    ["aws:ec2/launchTemplate:LaunchTemplate", "vpcSecurityGroupIds[0]", true],
    ["aws:eks/nodeGroup:NodeGroup", "launchTemplate.version", false],
    ["aws:eks/cluster:Cluster", "vpcConfig.endpointPublicAccess", true],
    ["oci:ContainerEngine/cluster:Cluster", 'options.serviceLbConfig.definedTags["causeway.Owner"]', false],
    ["kubernetes:core/v1:Service", "metadata.annotations.internal", true],
    ["kubernetes:core/v1:Service", "metadata.labels.owner", false],
    ["kubernetes:core/v1:ServiceAccount", "metadata.name", false],
    ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "spec.ingress[0].from", true],
    ["aws:sqs/queue:Queue", "name", false],
  ])("%s %s: %s", (type, path, asked) => expect(isAsked(type, path)).toBe(asked));
});
