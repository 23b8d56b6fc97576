/** Compartments of an environment, by what they hold. */
export const COMPARTMENTS = ["network", "platform", "data", "security"] as const;
export type CompartmentRole = (typeof COMPARTMENTS)[number];

/**
 * Groups of people and pipelines, by what they do. Who changes clusters, who reaches nodes and who changes networks and
 * load balancers are three groups, so that nobody opens the network for a cluster that he runs, unless he is put in both;
 * and who runs API gateways and who publishes APIs on them are two, so that whoever publishes one gives it no other door.
 * Who pushes images, a job that runs what an application's repository holds, does nothing else.
 */
export const GROUPS = [
  "cluster-admins",
  "network-admins",
  "node-operators",
  "api-platform",
  "api-publishers",
  "image-publishers",
  "deployers",
  "auditors",
] as const;
export type Group = (typeof GROUPS)[number];

/** How much of a resource may be done: OCI IAM guide, "Verbs". */
export type Verb = "inspect" | "read" | "use" | "manage";

/** Where a grant holds. */
export type Place = CompartmentRole | "environment";

/** One grant: "deployers may manage virtual-network-family in network". */
export interface Grant {
  readonly to: Group;
  readonly verb: Verb;
  /** Resource type or family: OCI IAM guide, "Policy reference". */
  readonly resources: string;
  readonly in: Place;
  /** Permissions that the verb is narrowed to; all of the verb's without. */
  readonly permissions?: readonly string[];
}

/** What each group may do, by compartment. */
type Grants = Readonly<Partial<Record<Place, Readonly<Partial<Record<Verb, readonly string[]>>>>>>;

/** What whoever changes something of the platform needs around it. */
const CHANGES: Grants["environment"] = {
  use: ["tag-namespaces"],
  inspect: ["compartments", "work-requests"],
  read: ["metrics"],
};

/**
 * Cluster administrators make and change clusters; they use the network and change nothing of it (OKE guide, "Policy
 * Configuration for Cluster Creation and Deployment"). Whoever manages a cluster is an administrator within it too.
 */
const CLUSTER_ADMINS: Grants = {
  environment: CHANGES,
  network: {
    use: ["subnets", "vnics", "network-security-groups", "private-ips", "bastion"],
    read: ["virtual-network-family"],
    manage: ["bastion-session"],
  },
  platform: { manage: ["cluster-family", "instance-family", "logging-family"] },
  security: { use: ["keys", "key-delegate"] },
};

/** Network administrators make and change networks, and the load balancers in them; no cluster and no data. */
const NETWORK_ADMINS: Grants = {
  environment: CHANGES,
  network: { manage: ["virtual-network-family", "bastion-family", "logging-family", "dns"] },
  platform: {
    manage: ["load-balancers", "network-load-balancers", "waf-family"],
    read: ["cluster-family"],
  },
};

/** Node operators reach nodes and the Kubernetes API through the bastion, and look at what runs; they read no secret. */
const NODE_OPERATORS: Grants = {
  environment: {
    inspect: ["compartments", "work-requests"],
    read: ["metrics", "alarms", "log-groups", "log-content"],
  },
  network: { read: ["virtual-network-family"], use: ["bastion"], manage: ["bastion-session"] },
  platform: {
    use: ["clusters", "cluster-node-pools"],
    read: ["instance-family", "load-balancers", "api-gateway-family"],
  },
  data: { read: ["autonomous-database-family", "volume-family"], inspect: ["buckets"] },
};

/** What is put into networks is put there without changing them; names are given to it. */
const IN_NETWORKS = {
  use: ["subnets", "vnics", "network-security-groups", "private-ips"],
  read: ["virtual-network-family"],
  manage: ["dns"],
};

/**
 * The API platform makes and changes gateways with their names, certificates, authorities, logs and alarms; it uses the
 * network and changes nothing of it (API Gateway guide, "Create Policies to Control Access to Network and API Gateway-Related
 * Resources"; Certificates guide, "IAM Policies").
 */
const API_PLATFORM: Grants = {
  environment: CHANGES,
  network: IN_NETWORKS,
  platform: {
    manage: [
      "api-gateway-family",
      "leaf-certificate-family",
      "cabundles",
      "certificate-associations",
      "cabundle-associations",
      "functions-family",
      "logging-family",
      "alarms",
    ],
  },
};

/** API publishers put APIs on gateways that there are, and look at what comes of it; they change no gateway. */
const API_PUBLISHERS: Grants = {
  environment: CHANGES,
  platform: {
    manage: ["api-deployments"],
    read: ["api-gateways", "api-workrequests", "log-groups", "log-content"],
  },
};

/**
 * Image publishers push to repositories that there are: no verb below `manage` pushes, and all of `manage` would make,
 * delete and publish repositories too ("Policies to Control Repository Access",
 * https://docs.oracle.com/en-us/iaas/Content/Registry/Concepts/registrypolicyrepoaccess.htm).
 */
const IMAGE_PUBLISHERS: Grants = { platform: { manage: ["repos"] } };
const PUSH_PERMISSIONS = ["REPOSITORY_INSPECT", "REPOSITORY_READ", "REPOSITORY_UPDATE"] as const;

/** What a group's verbs are narrowed to, where all of a verb would be too much. */
const NARROWED: Readonly<Partial<Record<Group, Readonly<Record<string, readonly string[]>>>>> = {
  "image-publishers": { repos: PUSH_PERMISSIONS },
};

/**
 * Deployers change the rest of what stacks hold. A pipeline that deploys networks, clusters and gateways too is put in the
 * groups of those. Compartments, groups, policies and the tag namespace stay with the tenancy's
 * administrators, or a deployer could grant itself the rest.
 */
const DEPLOYERS: Grants = {
  environment: CHANGES,
  network: IN_NETWORKS,
  platform: {
    use: ["clusters"],
    manage: [
      "instance-family",
      "volume-family",
      "functions-family",
      "logging-family",
      "alarms",
      "ons-family",
      "repos",
    ],
  },
  data: {
    manage: [
      "object-family",
      "volume-family",
      "file-family",
      "autonomous-database-family",
      "postgres-db-systems",
      "mysql-family",
      "logging-family",
    ],
  },
  security: { manage: ["vaults", "keys", "key-delegate", "secret-family"] },
};

/** Auditors see what exists and what was done. To inspect lists resources; it opens no object and no secret. */
const AUDITORS: Grants = {
  environment: {
    inspect: ["all-resources"],
    read: ["audit-events", "log-groups", "log-content", "policies"],
  },
};

const BY_GROUP: Readonly<Record<Group, Grants>> = {
  "cluster-admins": CLUSTER_ADMINS,
  "network-admins": NETWORK_ADMINS,
  "node-operators": NODE_OPERATORS,
  "api-platform": API_PLATFORM,
  "api-publishers": API_PUBLISHERS,
  "image-publishers": IMAGE_PUBLISHERS,
  deployers: DEPLOYERS,
  auditors: AUDITORS,
};

/** Every grant of a group, the strongest first in each compartment. */
export function grantsOf(group: Group): Grant[] {
  return (["environment", ...COMPARTMENTS] as const).flatMap((place) =>
    (["manage", "use", "read", "inspect"] as const).flatMap((verb) =>
      (BY_GROUP[group][place]?.[verb] ?? []).map((resources) => {
        const permissions = NARROWED[group]?.[resources];
        return { to: group, verb, resources, in: place, ...(permissions && { permissions }) };
      }),
    ),
  );
}

/** The identity domain that groups and dynamic groups of the IAM API are made in (IAM guide, "Managing Identity Domains"). */
const DOMAIN = "Default";

/** A group's name with its identity domain (IAM guide, "Policy Syntax"), so that none of another domain is meant. */
function qualified(groupName: string): string {
  return `'${DOMAIN}'/'${groupName}'`;
}

/** The condition that leaves of a verb these permissions only. */
function narrowed(permissions: readonly string[] | undefined): string {
  if (permissions === undefined) return "";
  return ` where any {${permissions.map((one) => `request.permission = '${one}'`).join(", ")}}`;
}

/** A grant as a policy says it. */
export function grantStatement(grant: Grant, groupName: string, compartmentId: string): string {
  const where = narrowed(grant.permissions);
  return `Allow group ${qualified(groupName)} to ${grant.verb} ${grant.resources} in compartment id ${compartmentId}${where}`;
}

/** Resources that act with an identity of their own, in the environment's compartment for platforms. */
export const MACHINES = ["clusters", "node-pools"] as const;
export type Machine = (typeof MACHINES)[number];

/** What a principal that is no person needs: `service blockstorage`, or a dynamic group. */
export interface ServiceGrant {
  readonly subject: { readonly service: string } | Machine;
  readonly verb: Verb;
  readonly resources: string;
  readonly in: Place;
  /** Permissions that the verb is narrowed to; all of the verb's without. */
  readonly permissions?: readonly string[];
}

/** What lifecycle rules need to delete old versions and unfinished uploads: "Object Lifecycle Management", permissions. */
const LIFECYCLE_PERMISSIONS = [
  "BUCKET_INSPECT",
  "BUCKET_READ",
  "OBJECT_INSPECT",
  "OBJECT_UPDATE_TIER",
  "OBJECT_DELETE",
  "OBJECT_VERSION_DELETE",
] as const;

/**
 * What Oracle's services and the clusters need: keys to encrypt with (Block Volume and Object Storage guides, "Let the
 * service use keys"; OKE guide, "Encrypting Kubernetes secrets at rest in etcd"), for node pools to assign to boot volumes
 * (OKE guide, "Create Policy to Access User-Managed Encryption Keys for Encrypting Boot Volumes"), and, since the network is in another
 * compartment than the clusters, addresses and groups there (OKE guide, "Using the OCI VCN-Native Pod Networking CNI
 * plugin"), and, since the tag namespace is too, its tags, or Kubernetes makes no volume and no load balancer (OKE guide,
 * "Additional IAM Policy when a Cluster and a Tag Namespace are in Different Compartments").
 *
 * @param regions OCI regions whose Object Storage encrypts with the environment's keys and carries out lifecycle rules.
 */
export function serviceGrants(regions: readonly string[]): ServiceGrant[] {
  return [
    { subject: { service: "blockstorage" }, verb: "use", resources: "keys", in: "security" },
    ...regions.flatMap((region): ServiceGrant[] => {
      const subject = { service: `objectstorage-${region}` };
      return [
        { subject, verb: "use", resources: "keys", in: "security" },
        {
          subject,
          verb: "manage",
          resources: "object-family",
          in: "data",
          permissions: LIFECYCLE_PERMISSIONS,
        },
      ];
    }),
    { subject: "clusters", verb: "use", resources: "keys", in: "security" },
    { subject: "node-pools", verb: "use", resources: "key-delegate", in: "security" },
    { subject: "clusters", verb: "use", resources: "private-ips", in: "network" },
    { subject: "clusters", verb: "use", resources: "network-security-groups", in: "network" },
    { subject: "clusters", verb: "use", resources: "tag-namespaces", in: "environment" },
  ];
}

/** A service grant as a policy says it. */
export function serviceStatement(
  grant: ServiceGrant,
  groupNames: Readonly<Record<Machine, string>>,
  compartmentId: string,
): string {
  const subject =
    typeof grant.subject === "string"
      ? `dynamic-group ${qualified(groupNames[grant.subject])}`
      : `service ${grant.subject.service}`;
  const where = narrowed(grant.permissions);
  return `Allow ${subject} to ${grant.verb} ${grant.resources} in compartment id ${compartmentId}${where}`;
}

/** Resource types of machines, as matching rules name them. */
const RESOURCE_TYPES: Readonly<Record<Machine, string>> = { clusters: "cluster", "node-pools": "nodepool" };

/** Machines of a compartment: OKE guide, "Encrypting Kubernetes secrets at rest in etcd". */
export function machinesRule(machine: Machine, compartmentId: string): string {
  return `ALL {resource.type = '${RESOURCE_TYPES[machine]}', resource.compartment.id = '${compartmentId}'}`;
}
