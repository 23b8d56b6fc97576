/** Who is told when something breaks, what runs, and what stops on the way. */
import { shown } from "../values";
import { called, isLeft, stays, type RiskRule } from "./judged";

const ALARMS = /(alarm|metricAlarm|compositeAlarm|eventDashboard|notificationTopic|PrometheusRule)/i;

export const alarmLost: RiskRule = (judged) => {
  const { resource, leaves, goesWith, rename } = judged;
  // Of a component its alarms are told.
  if (!ALARMS.test(resource.type) || !resource.type.includes("/")) return undefined;
  if (resource.action === "delete") {
    if (rename !== undefined || isLeft(judged)) return undefined;
    const [watched] = goesWith.filter(({ type, action }) => !ALARMS.test(type) && action === "delete");
    return {
      kind: "alarm-lost",
      severity: watched === undefined ? "high" : "medium",
      message:
        watched === undefined
          ? `${called(resource)} is deleted: what it watched fails in silence.`
          : `${called(resource)} is deleted with ${called(watched)}, which it watched.`,
      advice: "Keep an alarm for what stays.",
    };
  }
  const silenced = leaves.filter(
    ({ path, before, after }) =>
      (/^(actionsEnabled|isEnabled)$/.test(path) && before !== false && after === false) ||
      (/^(alarmActions|destinations)\[/.test(path) && after === undefined),
  );
  if (!stays(resource) || silenced.length === 0) return undefined;
  return {
    kind: "alarm-lost",
    severity: "high",
    message: `${called(resource)} tells fewer people, or nobody: ${silenced.map(({ path }) => path).join(", ")}.`,
    advice: "Keep it on, or delete it where it is of no use.",
  };
};

export const imageUnpinned: RiskRule = ({ resource, leaves }) => {
  const images = leaves.flatMap(({ path, after }) =>
    /(^|\.)(image|imageUri|imageUrl)$/.test(path) &&
    typeof after === "string" &&
    /[/:]/.test(after) &&
    !/@sha256:[0-9a-f]{64}/.test(after) &&
    !/^(ocid1|ami-)|\[unknown\]|\[secret\]/.test(after)
      ? [after]
      : [],
  );
  if (images.length === 0) return undefined;
  return {
    kind: "image-unpinned",
    severity: "medium",
    message: `${called(resource)} runs ${images.join(", ")}, which is not pinned by digest.`,
    advice: "Name the image with its digest: what a tag means can change after the review.",
  };
};

/** Types that something runs on or through, of which for a while there is none. */
const RUNS =
  /:(NodeGroup|NodePool|Addon|Function|Instance|LoadBalancer|NatGateway|Gateway|Deployment|DaemonSet|Service|VpnConnection|IpSec)$/;

export const outage: RiskRule = ({ resource }) => {
  const { type, action, deletedFirst, properties } = resource;
  if (action !== "replace" || !deletedFirst || !RUNS.test(type)) return undefined;
  const forced = properties.filter((one) => one.forcesReplacement).map(({ path }) => path);
  return {
    kind: "outage",
    severity: "medium",
    message: `${called(resource)} is deleted before its replacement is there${forced.length > 0 ? ` because of ${forced.join(", ")}` : ""}: what runs on it stops in between.`,
    advice: "Add the new one under another name, move over, then delete the old one.",
  };
};

/**
 * A subnet of OCI takes another range in its place only with the same first address, and with every address that is in use
 * (UpdateSubnet: https://docs.oracle.com/en/engineered-systems/private-cloud-appliance/3.0-latest/ceapi/op-20160918-subnets-subnet_id-put.html).
 */
export const renumbered: RiskRule = ({ resource, leaves }) => {
  if (resource.type !== "oci:Core/subnet:Subnet" || resource.action !== "update") return undefined;
  const first = (range: unknown) => String(range).split("/")[0];
  const moved = leaves.find(
    ({ path, before, after }) => path === "cidrBlock" && first(before) !== first(after),
  );
  if (moved === undefined) return undefined;
  return {
    kind: "deployment-fails",
    severity: "high",
    message: `${called(resource)} is to move from ${shown(moved.before)} to ${shown(moved.after)}: OCI refuses a range that begins at another address.`,
    advice: "Add a subnet with the new range, move over, then delete this one.",
  };
};

const NETWORKS: Readonly<Record<string, boolean>> = {
  "aws:ec2/vpc:Vpc": true,
  "oci:Core/vcn:Vcn": true,
  "aws:ec2/subnet:Subnet": false,
  "oci:Core/subnet:Subnet": false,
};

export const networkReplaced: RiskRule = ({ resource, goesWith }) => {
  const { type, action, properties, takesDown } = resource;
  // A subnet goes with its network, of which it is said already.
  if (action !== "replace" || NETWORKS[type] === undefined) return undefined;
  if (goesWith.some((one) => NETWORKS[one.type] === true && one.action === "replace")) return undefined;
  const forced = properties.filter((one) => one.forcesReplacement).map(({ path }) => path);
  return {
    kind: "network-replaced",
    severity: "high",
    message: `${called(resource)} is replaced because of ${forced.join(", ") || "what it is made of"}: everything in it is made anew${takesDown.length > 0 ? `, ${takesDown.length} resources of its stack alone` : ""}.`,
    advice: "Add a range or a subnet beside it and move over, instead of changing this one.",
  };
};
