import * as pulumi from "@pulumi/pulumi";
import { physicalName, type NameKindId, type Naming } from "./names";
import { tagFormOf } from "./taggable";
import { awsTags, kubernetesLabels, ociDefinedTags, type Tags } from "./tags";

/**
 * Changes one child's arguments just before it is created: either properties that win over the component's own, or a
 * function that changes the arguments in place.
 */
export type Transform<A> = Partial<A> | ((args: A, name: string) => void);

/** Transforms by child; each is typed by the child's own arguments. */
export type Transforms<Children extends object> = { readonly [K in keyof Children]?: Transform<Children[K]> };

/** What every component takes. `Children` maps each child's key to the type of its arguments. */
export interface ComponentArgs<Children extends object = object> {
  /** Parts of the physical names. */
  readonly naming: Naming;
  /** Tags for every child that takes them. */
  readonly tags: Tags;
  /**
   * Changes to a child's arguments, by child: the way out when an argument is missing here. Policies still apply.
   * @default none
   */
  readonly transform?: Transforms<Children>;
}

type ChildClass<R extends pulumi.Resource, A> = new (
  name: string,
  args: A,
  opts?: pulumi.CustomResourceOptions,
) => R;

/** How a child is placed in its component. */
export interface ChildPlace {
  /**
   * What tells this child from others of its key, a role word: `database-a`.
   * @default none: the key alone names the child
   */
  readonly role?: string;
  /**
   * What the child is for, as its `Purpose` tag.
   * @default none
   */
  readonly purpose?: string;
}

/**
 * The base of all components. Children are made through one door, {@link child}, so that none loses its parent, its
 * tags or its transform. The type is `causeway:<area>:<Class>`; a child's logical name is `<name>-<key>[-<role>]`.
 */
export abstract class Component<Children extends object = object> extends pulumi.ComponentResource {
  readonly #area: string;
  readonly #name: string;
  readonly #args: ComponentArgs<Children>;

  /**
   * @param area the area in the type token and the physical names, `eventing`.
   * @param cls the class in the type token, `EventBus`.
   * @param name logical name: a role word, never an organisation, environment, site or data.
   */
  protected constructor(
    area: string,
    cls: string,
    name: string,
    args: ComponentArgs<Children>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(`causeway:${area}:${cls}`, name, {}, opts);
    this.#area = area;
    this.#name = name;
    this.#args = args;
  }

  /** The area as physical names spell it; an area with a long name shortens it here, so that the role stays legible. */
  protected get areaWord(): string {
    return this.#area;
  }

  /** Physical name of a child, from the component's naming: `<org>-<env>-<site>-<area>-<role>[-<n>]`. */
  protected physical(kind: NameKindId, role: string, n?: number): string {
    return physicalName(kind, {
      ...this.#args.naming,
      area: this.areaWord,
      role,
      ...(n === undefined ? {} : { n }),
    });
  }

  /** Creates a child: the one door. `Name` tags and the like go into `args`; they win over the component's tags. */
  protected child<K extends keyof Children & string, R extends pulumi.Resource>(
    key: K,
    cls: ChildClass<R, Children[K]>,
    args: Children[K],
    opts: pulumi.CustomResourceOptions & ChildPlace = {},
  ): R {
    const { role, purpose, ...resourceOptions } = opts;
    const name = [this.#name, key, ...(role === undefined ? [] : [role])].join("-");
    const tags: Tags = { ...this.#args.tags, ...(purpose === undefined ? {} : { Purpose: purpose }) };
    const tagged = withTags((cls as { __pulumiType?: string }).__pulumiType ?? "", args, tags);
    return new cls(name, transformed(tagged, this.#args.transform?.[key], name), {
      parent: this,
      ...resourceOptions,
    });
  }
}

function withTags<A>(type: string, args: A, tags: Tags): A {
  const own = args as Record<string, unknown>;
  switch (tagFormOf(type)) {
    case undefined:
      return { ...args };
    case "tags":
      return { ...args, tags: merged(awsTags(tags), own["tags"]) };
    case "freeformTags":
      return { ...args, freeformTags: merged(awsTags(tags), own["freeformTags"]) };
    case "definedTags":
      return { ...args, definedTags: merged(ociDefinedTags(tags), own["definedTags"]) };
    case "labels": {
      const metadata = (own["metadata"] ?? {}) as Record<string, unknown>;
      return {
        ...args,
        metadata: { ...metadata, labels: merged(kubernetesLabels(tags), metadata["labels"]) },
      };
    }
  }
}

/** The component's tags under the child's own; plain stays plain, so that policies and previews see it. */
function merged(
  base: Record<string, string>,
  own: unknown,
): pulumi.Input<Record<string, pulumi.Input<string>>> {
  if (own === undefined) return base;
  if (pulumi.Output.isInstance(own)) {
    return (own as pulumi.Output<Record<string, string>>).apply((values) => ({ ...base, ...values }));
  }
  return { ...base, ...(own as Record<string, pulumi.Input<string>>) };
}

function transformed<A>(args: A, transform: Transform<A> | undefined, name: string): A {
  if (transform === undefined) return args;
  if (typeof transform !== "function") return { ...args, ...transform };
  transform(args, name);
  return args;
}
