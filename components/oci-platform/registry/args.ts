import type { ContainerRepositoryArgs } from "@pulumi/oci/artifacts";
import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";

/** The children of an {@link ImageRegistry} by key, for `transform`. */
export interface ImageRegistryChildren {
  repository: ContainerRepositoryArgs;
  signatures: ContainerRepositoryArgs;
}

export interface ImageRegistryArgs extends ComponentArgs<ImageRegistryChildren> {
  /** OCID of the compartment of the repositories. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCI region of the provider, which is part of what images are called: `me-dubai-1`. */
  readonly region: string;
  /** What there are images of: lower-case words joined by hyphens, and by slashes: `payments`, `shop/cart`. One at least. */
  readonly images: readonly string[];
  /**
   * Whether repositories are protected from deletion, and kept with their images when their stack goes.
   * @default true
   */
  readonly protect?: boolean;
}
