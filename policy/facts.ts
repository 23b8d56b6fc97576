import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import type { Waiver } from "./waivers/waiver";

/** What an environment is used for; levels of enforcement go by it. */
export const ENVIRONMENT_CLASSES = ["dev", "staging", "prod"] as const;
export type EnvironmentClass = (typeof ENVIRONMENT_CLASSES)[number];

/** What the rules know of one environment. */
export interface EnvironmentFacts {
  /** What the environment is used for. */
  readonly class: EnvironmentClass;
  /** Address block that nothing outside the environment uses, as a CIDR. */
  readonly block: string;
  /** Routed networks (VPCs and VCNs), as CIDRs inside the block. */
  readonly networks: readonly string[];
  /** Service ranges of its clusters, as CIDRs; never routed. */
  readonly serviceRanges: readonly string[];
  /** Ranges that inside addresses of tunnels and dedicated links come from, as CIDRs. */
  readonly linkRanges: readonly string[];
  /** AWS account ids, 12 digits each. */
  readonly accounts: readonly string[];
  /**
   * Whether a public entry (a load balancer whose `Purpose` tag is `public-load-balancer`) may take the world's traffic
   * on TCP 443 and 80.
   * @default false
   */
  readonly publicEntry?: boolean;
}

/** Versions that may be deployed, each with the day from which it may not: the day its support ends, `YYYY-MM-DD`. */
export type SupportTable = Readonly<Record<string, string>>;

/** The dated catalogue of what may be deployed. */
export interface Catalogue {
  /** Day the catalogue was last checked, `YYYY-MM-DD`. */
  readonly date: string;
  /** EKS minor versions, `1.33`. */
  readonly eks: SupportTable;
  /** OKE versions, `v1.33.1`. */
  readonly oke: SupportTable;
  /** Helm charts by name, each with the versions that may be deployed. */
  readonly charts: Readonly<Record<string, readonly string[]>>;
}

/** A stack's place in its platform. */
export interface StackFacts {
  /** Position of its layer in the order of deployment, from 0: network, identity and secrets, clusters, and so on. */
  readonly layer: number;
  /** Names of the stacks whose outputs it reads. */
  readonly needs: readonly string[];
}

/** An object of a cluster that somebody else declares: Argo CD from a Git repository, or another program. */
export interface DeclaredObject {
  /** Who declares it, as a reader would name it: `the Argo CD application shop`. */
  readonly owner: string;
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** `Namespace`, `Service`. */
  readonly kind: string;
  readonly name: string;
  /**
   * Its namespace; none for what belongs to the whole cluster.
   * @default `default` for what lives in a namespace
   */
  readonly namespace?: string;
  /**
   * Stacks that work on the same cluster; `*` stands for any characters.
   * @default "*"
   */
  readonly stack?: string;
}

/** Everything rules may be told. It arrives as CrossGuard configuration; each rule gets what it needs of it. */
export interface Facts {
  /** The platform's environments by name. A stack belongs to the one its name begins with: `dev-network` to `dev`. */
  readonly environments: Readonly<Record<string, EnvironmentFacts>>;
  /** Regions that data may live in, AWS and OCI ids: `us-east-1`, `me-dubai-1`. */
  readonly regions: readonly string[];
  /** Short name of the organisation, the first word of every physical name; any word where it is not told. */
  readonly org: string;
  /** Site keys used in physical names and OCI registry hosts: `use1`, `dxb`, `glb`. */
  readonly sites: readonly string[];
  /** Tag keys that every taggable resource carries. */
  readonly mandatoryTags: readonly string[];
  /** Supported versions of clusters and charts. */
  readonly catalogue: Catalogue;
  /** The stacks by name without the environment, `oke-dxb`. */
  readonly stacks: Readonly<Record<string, StackFacts>>;
  /** Objects of the clusters that others declare; `declaredIn` reads them from the manifests of a Git repository. */
  readonly declared: readonly DeclaredObject[];
  /** Findings that are accepted for a time. */
  readonly waivers: readonly Waiver[];
  /** Day that ends of support and of waivers are compared with, `YYYY-MM-DD`; the system's date where it is missing. */
  readonly today: string;
}

export type FactName = keyof Facts;

const cidr = { type: "string", description: "IPv4 or IPv6 range, 10.64.0.0/16" } as const;
const cidrs = { type: "array", items: cidr } as const;
const day = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" } as const;
const supportTable = { type: "object", additionalProperties: day } as const;

/** JSON schema of each fact, as the configuration schema of the rules that take it. */
export const FACT_SCHEMAS: Readonly<Record<FactName, PolicyConfigJSONSchema>> = {
  environments: {
    type: "object",
    description: "Environments by name: class, address plan and accounts",
    additionalProperties: {
      type: "object",
      required: ["class", "block", "networks", "serviceRanges", "linkRanges", "accounts"],
      properties: {
        class: { type: "string", enum: [...ENVIRONMENT_CLASSES] },
        block: cidr,
        networks: cidrs,
        serviceRanges: cidrs,
        linkRanges: cidrs,
        accounts: { type: "array", items: { type: "string", pattern: "^\\d{12}$" } },
        publicEntry: { type: "boolean" },
      },
    },
  },
  regions: {
    type: "array",
    description: "AWS and OCI regions that data may live in",
    minItems: 1,
    items: { type: "string", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$" },
  },
  org: { type: "string", description: "Organisation's short name", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" },
  sites: { type: "array", description: "Site keys of names and registries", items: { type: "string" } },
  mandatoryTags: { type: "array", description: "Tag keys that are mandatory", items: { type: "string" } },
  catalogue: {
    type: "object",
    description: "Dated catalogue of cluster and chart versions",
    required: ["date", "eks", "oke", "charts"],
    properties: {
      date: day,
      eks: supportTable,
      oke: supportTable,
      charts: { type: "object", additionalProperties: { type: "array", items: { type: "string" } } },
    },
  },
  stacks: {
    type: "object",
    description: "Stacks by name, each with the position of its layer and the stacks it needs",
    additionalProperties: {
      type: "object",
      required: ["layer", "needs"],
      properties: {
        layer: { type: "integer", minimum: 0 },
        needs: { type: "array", items: { type: "string" } },
      },
    },
  },
  declared: {
    type: "array",
    description: "Objects of the clusters that others declare, Argo CD above all",
    items: {
      type: "object",
      required: ["owner", "apiVersion", "kind", "name"],
      properties: Object.fromEntries(
        ["owner", "apiVersion", "kind", "name", "namespace", "stack"].map((field) => [
          field,
          { type: "string" as const },
        ]),
      ),
    },
  },
  waivers: {
    type: "array",
    description: "Findings accepted for a time: rule, stack, resource, reason, owner, expires",
    items: { type: "object" },
  },
  today: { ...day, description: "Date to compare with instead of the system's" },
};
