import type { Context, Kind } from "../kind";
import * as v from "../values";
import { arn, ec2Id } from "./common";

// Which changes make a version, and which the provider foretells one for, is read in terraform-provider-aws,
// internal/service/ec2/ec2_launch_template.go: the keys of its update, and its CustomizeDiff.
const NO_VERSION = ["name", "namePrefix", "tags", "defaultVersion", "updateDefaultVersion"];
const NOT_FORETOLD = ["name", "namePrefix", "description", "defaultVersion", "updateDefaultVersion"];

function latestVersion({ old, inputs }: Context): number {
  const before = old?.outputs["latestVersion"];
  if (old === undefined || typeof before !== "number") return 1;
  const changed = v.changedKeys(old.inputs, inputs).some((key) => !NO_VERSION.includes(key));
  return changed ? before + 1 : before;
}

/** Launch templates: what nodes are launched with; whoever takes the latest version follows every change. */
export const templates: readonly Kind[] = [
  {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    simulates:
      "every change of what instances are launched with makes a new version, which a preview does not know; the default " +
      "is one of them",
    id: ec2Id("lt"),
    rules: (c) => {
      const wanted = c.inputs["defaultVersion"];
      if (c.old === undefined || typeof wanted !== "number" || wanted <= latestVersion(c)) return;
      // EC2 API, "Error codes for the Amazon EC2 API".
      c.refuse(
        "InvalidLaunchTemplateId.VersionNotFound",
        `The specified launch template version ${wanted} of ${c.old.id} does not exist`,
      );
    },
    outputs: (c, id) => {
      const latest = latestVersion(c);
      const kept = c.inputs["defaultVersion"] ?? c.old?.outputs["defaultVersion"] ?? 1;
      return {
        arn: arn(c, "ec2", `launch-template/${id}`),
        latestVersion: latest,
        defaultVersion: c.flag("updateDefaultVersion") === true ? latest : kept,
      };
    },
    renews: (changed, news) => {
      if (changed.every((key) => NOT_FORETOLD.includes(key))) return [];
      return v.flag(news, "updateDefaultVersion") === true
        ? ["latestVersion", "defaultVersion"]
        : ["latestVersion"];
    },
  },
];
