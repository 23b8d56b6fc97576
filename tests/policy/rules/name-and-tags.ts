import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const tags = {
  Environment: "dev",
  Service: "orders",
  Team: "platform",
  Owner: "platform-team",
  CostCenter: "cc-1",
  DataClass: "internal",
  DrTier: "standard",
  ManagedBy: "causeway",
};
const { DrTier, ...withoutTier } = tags;
const defined = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`causeway.${key}`, value]));

const queue: Sample = {
  type: "aws:sqs/queue:Queue",
  name: "orders",
  props: { name: "acme-dev-use1-events-orders", tags },
};
const vcn: Sample = {
  type: "oci:Core/vcn:Vcn",
  name: "vcn",
  props: { displayName: "acme-dev-dxb-network-main", definedTags: defined },
};
const compartment: Sample = {
  type: "oci:Identity/compartment:Compartment",
  name: "compartment",
  props: { name: "acme-dev-dxb-foundation-data", freeformTags: tags },
};
const namespace: Sample = {
  type: "kubernetes:core/v1:Namespace",
  name: "namespace",
  props: { metadata: { name: "production", labels: tags } },
};
const role: Sample = {
  type: "aws:iam/role:Role",
  name: "role",
  props: { namePrefix: "acme-dev-use1-identity-deployer-", tags },
};
const alias: Sample = {
  type: "aws:kms/alias:Alias",
  name: "alias",
  props: { name: "alias/acme-dev-use1-secrets-data" },
};
const logs: Sample = {
  type: "aws:cloudwatch/logGroup:LogGroup",
  name: "logs",
  props: { name: "/aws/vpc/acme-dev-use1-network-flow", tags },
};

export const nameAndTagsCases: RuleCases = {
  rule: "name-and-tags",
  serves: ["CO-22", "CO-23"],
  violating: [
    {
      title: "a name of one's own",
      resources: [changed(queue, { name: "orders" })],
      says: ['"orders": name is "orders"', "acme-dev-<site>-<area>-<role>"],
    },
    {
      title: "a name of another environment",
      resources: [changed(queue, { name: "acme-prod-use1-events-orders" })],
      says: ['name is "acme-prod-use1-events-orders"'],
    },
    {
      title: "a site that does not exist",
      resources: [changed(vcn, { displayName: "acme-dev-fra-network-main" })],
      says: ['"vcn": displayName is "acme-dev-fra-network-main"', "use1, dxb, jed, glb"],
    },
    {
      title: "a name that the provider makes up",
      resources: [changed(queue, { name: undefined })],
      says: ["name is not set", "made up by the provider"],
    },
    {
      title: "a missing tag on AWS",
      resources: [changed(queue, { tags: withoutTier })],
      says: ['"orders": tags is', "it lacks DrTier"],
    },
    {
      title: "no tags at all",
      resources: [changed(queue, { tags: undefined })],
      says: ["tags is not set", "Environment, Service"],
    },
    {
      title: "a missing tag on OCI",
      resources: [changed(vcn, { definedTags: { ...defined, "causeway.Team": "" } })],
      says: ["definedTags", "it lacks Team"],
    },
    {
      title: "free-form tags where there is a namespace",
      resources: [changed(vcn, { definedTags: undefined, freeformTags: tags })],
      says: ["definedTags is not set"],
    },
    {
      title: "a namespace without labels",
      resources: [changed(namespace, { metadata: { name: "production" } })],
      says: ['"namespace": metadata.labels is not set'],
    },
    {
      title: "the tag of another environment",
      resources: [changed(queue, { tags: { ...tags, Environment: "prod" } })],
      says: ['tags.Environment is "prod"', "Set it to dev"],
    },
  ],
  complying: [
    {
      title: "the log group that EKS writes to",
      resources: [changed(logs, { name: "/aws/eks/acme-dev-use1-gitops-cluster/cluster" })],
    },
    {
      title: "a log group of a state machine, whose prefix has two parts",
      resources: [changed(logs, { name: "/aws/vendedlogs/states/acme-dev-use1-eventing-checks" })],
    },
    {
      title: "names and tags of the platform",
      resources: [queue, vcn, compartment, namespace, role, alias, logs],
    },
    {
      title: "tags that the provider adds",
      resources: [
        {
          ...changed(queue, { tags: { DrTier } }),
          provider: {
            type: "pulumi:providers:aws",
            props: { defaultTags: JSON.stringify({ tags: withoutTier }) },
          },
        },
      ],
    },
    {
      title: "a tag whose value is not known yet",
      resources: [changed(queue, { tags: { ...tags, Stack: UNKNOWN } })],
    },
    {
      title: "the tags of an auto-scaling group, which are a list",
      resources: [
        {
          type: "aws:autoscaling/group:Group",
          props: {
            tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
          },
        },
      ],
    },
    {
      title: "a type that takes no tags",
      resources: [{ type: "aws:sqs/queuePolicy:QueuePolicy", props: { queueUrl: "url", policy: "{}" } }],
    },
  ],
  unknown: [
    { title: "a name that is not known", resources: [changed(queue, { name: UNKNOWN })] },
    { title: "tags that are not known", resources: [changed(vcn, { definedTags: UNKNOWN })] },
    {
      title: "too few tags, beside those of the provider, which are not known",
      resources: [
        {
          ...changed(queue, { tags: withoutTier }),
          provider: { type: "pulumi:providers:aws", props: { defaultTags: UNKNOWN } },
        },
      ],
    },
  ],
  unknownButEnough: [
    {
      title: "an environment that is not known",
      resources: [changed(queue, { tags: { ...tags, Environment: UNKNOWN } })],
    },
  ],
};
