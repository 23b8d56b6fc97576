import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { input } from "@pulumi/kubernetes/types";
import type * as pulumi from "@pulumi/pulumi";

/** Arguments of an object of a kind that an operator's definition adds to a cluster. */
export interface CustomArgs<Spec extends object> {
  readonly metadata: pulumi.Input<input.meta.v1.ObjectMeta>;
  readonly spec: pulumi.Input<Spec>;
}

/** A class of objects of one custom kind. */
export type CustomKind<Spec extends object> = new (
  name: string,
  args: CustomArgs<Spec>,
  opts?: pulumi.CustomResourceOptions,
) => CustomResource;

/**
 * A class for a kind that `@pulumi/kubernetes` has none for, so that it is made like every other child: typed, tagged with
 * labels, and told apart by its type in states and policies. Its definition must be in the cluster before the first object
 * (CO-06 of docs/requirements/00.md): depend on what brings it.
 *
 * @param apiVersion `cert-manager.io/v1`
 * @param kind `Certificate`
 */
export function customKind<Spec extends object>(apiVersion: string, kind: string): CustomKind<Spec> {
  return class extends CustomResource {
    static readonly __pulumiType = `kubernetes:${apiVersion}:${kind}`;

    constructor(name: string, args: CustomArgs<Spec>, opts?: pulumi.CustomResourceOptions) {
      super(name, { apiVersion, kind, ...args }, opts);
    }
  };
}
