import * as identity from "@pulumi/oci/identity";
import * as pulumi from "@pulumi/pulumi";
import { Check, DATA_CLASSES, DR_TIERS, OCI_TAG_NAMESPACE, TAG_KEYS, type TagKey } from "../core";
import type { TagNamespaceArgs, TagNamespaceChildren } from "./args";
import { OciComponent } from "./component";

const DESCRIPTIONS: Readonly<Record<TagKey, string>> = {
  Environment: "Environment's short name",
  Service: "Service the resource belongs to",
  Team: "Team that runs it",
  Owner: "Who answers for it",
  CostCenter: "Whom it is charged to",
  DataClass: "How sensitive its data is",
  DrTier: "How fast it must be back after a disaster",
  ManagedBy: "What manages it",
  Stack: "Stack that holds it",
  Purpose: "What it is for",
};

/** Keys that cost reports can be grouped by; a tenancy has ten at most (OCI Tagging guide, "Cost-tracking tags"). */
const COST_TRACKING: ReadonlySet<TagKey> = new Set(["Environment", "Service", "CostCenter"]);

/** Keys whose values are a closed list, which OCI enforces. */
const CLOSED: Readonly<Partial<Record<TagKey, readonly string[]>>> = {
  DataClass: DATA_CLASSES,
  DrTier: DR_TIERS,
};

/**
 * The tag namespace and its keys: what every other OCI resource's defined tags stand on, so everything tagged comes after
 * it. A tenancy has one namespace of a name. Free of charge. Give it the provider of the tenancy's home region, where tags
 * are written.
 *
 * @example
 * const tagging = new TagNamespace("tagging", { naming, tags, compartmentId: tree.environmentId }, { provider: ociHome });
 */
export class TagNamespace extends OciComponent<TagNamespaceChildren> {
  /** OCID of the namespace, known once all keys exist. */
  readonly namespaceId: pulumi.Output<string>;

  constructor(name: string, args: TagNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environments } = args;
    check(name, environments);
    super("oci-platform", "TagNamespace", name, args, opts);

    const namespace = this.createNamespace(args.compartmentId);
    const closed = environments === undefined ? CLOSED : { ...CLOSED, Environment: environments };
    const keys = TAG_KEYS.map((key) => this.createKey(namespace, key, closed[key]));

    const made = pulumi.all(keys.map(({ id }) => id));
    this.namespaceId = namespace.id.apply((id) => made.apply(() => id));
    this.registerOutputs({ namespaceId: this.namespaceId });
  }

  private createNamespace(compartmentId: pulumi.Input<string>): identity.TagNamespace {
    return this.child("namespace", identity.TagNamespace, {
      compartmentId,
      name: OCI_TAG_NAMESPACE,
      description: "What belongs to whom: the platform's tags",
    });
  }

  private createKey(
    namespace: identity.TagNamespace,
    key: TagKey,
    values: readonly string[] | undefined,
  ): identity.Tag {
    return this.child(
      "key",
      identity.Tag,
      {
        tagNamespaceId: namespace.id,
        name: key,
        description: DESCRIPTIONS[key],
        isCostTracking: COST_TRACKING.has(key),
        ...(values && { validator: { validatorType: "ENUM", values: [...values] } }),
      },
      { role: roleWord(key) },
    );
  }
}

/** `CostCenter` as a role word, `cost-center`. */
function roleWord(key: TagKey): string {
  return key.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}

function check(name: string, environments: readonly string[] | undefined): void {
  const inputs = new Check(`TagNamespace "${name}"`);
  if (environments?.length === 0) inputs.fault("environments", [], "one environment at least, or nothing");
  inputs.done();
}
