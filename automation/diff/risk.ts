/** What of a difference deserves a second look. Pure. */
import type { EnvironmentDiff, ResourceDiff, Risk, StackDiff } from "./model";
import type { PolicyUse } from "./policy-use";
import { KEEPS } from "./stateful";

/** The difference with its risks, gravest first. */
export function judged(environment: EnvironmentDiff, policies: PolicyUse): EnvironmentDiff {
  const risks = [
    ...environment.stacks.flatMap((stack) =>
      stack.resources.flatMap((resource) => resourceRisks(stack, resource)),
    ),
    ...policies.weakened(environment.name).map(({ rule, before, after }): Risk => ({
      kind: "policy-weaker",
      severity: before === "mandatory" ? "high" : "medium",
      message: `The rule ${rule} is ${after}, and was ${before}.`,
      advice: "Have the owner of the policy agree, or waive single resources with a reason and an end.",
    })),
  ];
  const order = ({ severity, kind, urn = "", message }: Risk) =>
    [severity === "high" ? 0 : 1, kind, urn, message].join("\n");
  return {
    ...environment,
    risks: risks.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0)),
  };
}

function resourceRisks({ name: stack }: StackDiff, resource: ResourceDiff): Risk[] {
  const { urn, action } = resource;
  return RULES.flatMap((rule) => rule(resource) ?? []).map((risk) => ({
    ...risk,
    stack,
    urn: action === "rename" ? urn : urn,
  }));
}

type Told = Omit<Risk, "stack" | "urn">;

const RULES: readonly ((resource: ResourceDiff) => Told | undefined)[] = [
  ({ type, name, action, properties, deletedFirst }) => {
    const kept = KEEPS[type];
    if (kept === undefined || (action !== "replace" && action !== "undecided")) return undefined;
    const forced = properties.filter((one) => one.forcesReplacement).map(({ path }) => path);
    const cause = forced.length > 0 ? ` because of ${forced.join(", ")}` : "";
    const how =
      action === "undecided" ? "may be replaced" : deletedFirst ? "is deleted and made anew" : "is replaced";
    return {
      kind: "stateful-replaced",
      severity: "high",
      message: `${name} (${type}) ${how}${cause}; it keeps ${kept}, and the new one starts empty.`,
      advice: "Keep the property, or move what it keeps first: copy or snapshot, switch over, then delete.",
    };
  },
  ({ type, name, action }) => {
    const kept = KEEPS[type];
    if (kept === undefined || action !== "delete") return undefined;
    return {
      kind: "stateful-deleted",
      severity: "high",
      message: `${name} (${type}) is deleted, and with it ${kept}.`,
      advice: "Take a copy first; if it is renamed, say so with an alias.",
    };
  },
  ({ type, name, action, properties }) => {
    const lost = properties.filter(
      ({ path, before, after }) =>
        /(^|\.)(deletionProtection(Enabled)?|enableDeletionProtection|isDeleteProtected|versioning\.enabled)$/i.test(
          path,
        ) &&
        before === "true" &&
        after !== "true",
    );
    if (action === "create" || lost.length === 0) return undefined;
    return {
      kind: "protection-lost",
      severity: "high",
      message: `${name} (${type}) loses ${lost.map(({ path }) => path).join(", ")}.`,
      advice: "Keep it unless the resource goes on purpose.",
    };
  },
  ({ type, name, action }) => {
    if (
      action !== "delete" ||
      !/(alarm|metricAlarm|eventDashboard|notificationTopic|PrometheusRule)/i.test(type)
    )
      return undefined;
    return {
      kind: "alarm-lost",
      severity: "high",
      message: `${name} (${type}) is deleted: what it watched fails in silence.`,
      advice: "Keep an alarm for what stays; if what it watched goes too, nothing is to be done.",
    };
  },
  ({ type, name, action, properties }) => {
    const target = properties.filter(
      ({ path, after }) =>
        /(^|\.)(deadLetter(Config|Queue)?|redrivePolicy|onFailure|deadLetterTargetArn)(\.|\[|$)/i.test(
          path,
        ) && after === undefined,
    );
    const queue = action === "delete" && /queue:Queue$/i.test(type) && /dlq|dead-?letter|parking/i.test(name);
    if (!queue && (action === "create" || target.length === 0)) return undefined;
    return {
      kind: "dead-letters-lost",
      severity: "high",
      message: queue
        ? `${name} (${type}) is deleted, and with it the messages that wait in it.`
        : `${name} (${type}) loses ${target.map(({ path }) => path).join(", ")}: what it can not deliver is gone.`,
      advice: "Keep a dead-letter queue; drain the old one before it goes.",
    };
  },
  ({ type, name, properties }) => {
    const images = properties.filter(
      ({ path, after }) =>
        /(^|\.)(image|imageUri|imageId)$/.test(path) &&
        after !== undefined &&
        /[/:]/.test(after) &&
        !/@sha256:[0-9a-f]{64}/.test(after) &&
        !/^"?(ocid1|ami-)|\[unknown\]|\[secret\]/.test(after),
    );
    if (images.length === 0) return undefined;
    return {
      kind: "image-unpinned",
      severity: "medium",
      message: `${name} (${type}) runs ${images.map(({ after }) => after).join(", ")}, which is not pinned by digest.`,
      advice: "Name the image with its digest: what a tag means can change after the review.",
    };
  },
  ({ type, name, action, properties }) => {
    const wider = properties.filter(
      ({ path, after, before }) =>
        /(cidr|source|sourceRanges?|destination|remoteIpPrefix|ipv4)/i.test(path) &&
        /"?(0\.0\.0\.0\/0|::\/0)"?/.test(after ?? "") &&
        !/"?(0\.0\.0\.0\/0|::\/0)"?/.test(before ?? ""),
    );
    if (wider.length === 0 || !ADMITS.test(type)) return undefined;
    return {
      kind: "internet-wider",
      severity: "high",
      message: `${name} (${type}) ${action === "create" ? "lets" : "now lets"} every address through at ${wider.map(({ path }) => path).join(", ")}.`,
      advice: "Name the addresses that need it; causeway path shows what the internet reaches.",
    };
  },
  ({ type, name, properties }) => {
    const wider = properties.filter(
      ({ path, after, before }) =>
        /polic(y|ies)|statements?/i.test(path) &&
        /(\\?"Action\\?":\s*(\[\s*)?\\?"(\*|[a-z0-9-]+:\*)\\?")|\bto manage all-resources\b/i.test(
          after ?? "",
        ) &&
        !/(\\?"Action\\?":\s*(\[\s*)?\\?"(\*|[a-z0-9-]+:\*)\\?")|\bto manage all-resources\b/i.test(
          before ?? "",
        ),
    );
    if (wider.length === 0) return undefined;
    return {
      kind: "identity-wider",
      severity: "high",
      message: `${name} (${type}) grants every action of a service or all resources at ${wider.map(({ path }) => path).join(", ")}.`,
      advice: "Name the actions that are used.",
    };
  },
  ({ type, name, action, properties }) => {
    if (action !== "replace" || !/(:Vpc|:Vcn|:Subnet|\/(vpc|vcn|subnet):)/i.test(type)) return undefined;
    const forced = properties.filter((one) => one.forcesReplacement).map(({ path }) => path);
    return {
      kind: "network-replaced",
      severity: "high",
      message: `${name} (${type}) is replaced because of ${forced.join(", ") || "what it is made of"}: everything in it is made anew.`,
      advice: "Add a range or a subnet beside it and move over, instead of changing this one.",
    };
  },
  ({ type, name, action, properties }) => {
    const tier = properties.find(({ path }) => /DrTier"?\]?$/.test(path));
    if (tier === undefined || action === "create") return undefined;
    return {
      kind: "recovery-tier",
      severity: "medium",
      message: `${name} (${type}) changes its recovery tier from ${tier.before ?? "none"} to ${tier.after ?? "none"}.`,
      advice: "Check that its backups and its standby are what the new tier promises.",
    };
  },
];

/** Types that let traffic in: only of these is an open range a way in. */
const ADMITS =
  /securityGroup|SecurityRule|NetworkSecurityGroup|SecurityList|networkAcl|ingress|LoadBalancer|Service$|kubernetes:core\/v1:Service|cluster:Cluster/i;
