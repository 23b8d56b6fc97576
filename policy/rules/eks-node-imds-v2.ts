import { withInput } from "../lib/mend";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/** A pod that reaches the metadata of its node has the rights of the node's role. */
export const eksNodeImdsV2 = defineRule({
  id: "eks-node-imds-v2",
  description: "Machines take version 2 of the instance metadata service only, and no pod reaches it.",
  severity: "high",
  needs: [],
  serves: ["GO-07"],
  remediationSteps:
    "Give the node group a launch template with metadataOptions httpTokens required and httpPutResponseHopLimit 1.",

  remediates:
    "Sets httpTokens to required, which makes a new version of the launch template; the hop limit, on which pods may rely, is left to you.",
  remediate(resource) {
    const template = inputsOf(resource, TEMPLATE);
    if (template === undefined || template.metadataOptions?.httpTokens === "required") return undefined;
    return withInput(resource.props, ["metadataOptions", "httpTokens"], "required");
  },

  check(resource, _place, report) {
    const group = inputsOf(resource, NODE_GROUP);
    if (group !== undefined && group.launchTemplate === undefined) {
      report({
        resource,
        path: "launchTemplate",
        // EKS user guide, "Restrict access to the instance profile assigned to the worker node".
        problem: "EKS's own template has a hop limit of 2, with which pods reach the metadata of their node",
        remedy:
          "Give it a launch template with metadataOptions httpTokens required and httpPutResponseHopLimit 1.",
      });
    }
    const template = inputsOf(resource, TEMPLATE);
    if (template === undefined) return;
    const checks = [
      () => {
        const tokens = template.metadataOptions?.httpTokens;
        if (tokens === "required") return;
        report({
          resource,
          path: "metadataOptions.httpTokens",
          value: tokens,
          problem: "version 1 answers a forged request of a program too",
          remedy: 'Set it to "required".',
        });
      },
      () => {
        const hops = template.metadataOptions?.httpPutResponseHopLimit ?? 1;
        if (hops <= 1) return;
        report({
          resource,
          path: "metadataOptions.httpPutResponseHopLimit",
          value: hops,
          problem: "a container is a hop further, and gets the credentials of the machine",
          remedy: "Set it to 1.",
        });
      },
    ];
    forEach(checks, (check) => {
      check();
    });
  },
});
