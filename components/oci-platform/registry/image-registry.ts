import { ContainerRepository } from "@pulumi/oci/artifacts";
import * as pulumi from "@pulumi/pulumi";
import { imageNameTest, registryHost, repositoryName, signaturesOf } from "../../../lib/ocir";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { ImageRegistryArgs, ImageRegistryChildren } from "./args";

/**
 * Repositories of an environment's images in a region's registry: private, and no tag of an image can be made to mean
 * another one. Each image has a second repository of its signatures, where tags move as more is signed. A repository that
 * is pushed to before it is there is made by the service, in the tenancy's root compartment, where none of these grants
 * hold (Container Registry guide, "Creating a Repository"); so these come first.
 *
 * The registry copies nothing to other regions: a standby has repositories of its own, made with its provider, and whoever
 * pushes pushes to both. Old images are deleted by retention policies of the region, which are no resource of Oracle's
 * provider (Container Registry guide, "Retaining and Deleting Images Using Retention Policies"). What is kept is charged
 * for as storage (unverified).
 *
 * Children: a `repository` and `signatures` an image.
 *
 * @example
 * const registry = new ImageRegistry("images", {
 *   naming, tags, compartmentId, region: "me-dubai-1", images: ["payments"],
 * }, { provider: oci });
 * registry.paths["payments"]; // ocir.me-dubai-1.oci.oraclecloud.com/<namespace>/prod/payments
 */
export class ImageRegistry extends OciComponent<ImageRegistryChildren> {
  /** What each image is called, without tag or digest, by image. */
  readonly paths: pulumi.Output<Readonly<Record<string, string>>>;

  /** @throws {InputError} for a name that the registry would not take, or one that is given twice. */
  constructor(name: string, args: ImageRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { compartmentId, region, images, naming, protect = true } = args;
    const check = new Check(`ImageRegistry "${name}"`);
    if (images.length === 0) check.fault("images", images, "one image at least");
    images.forEach((image, i) => {
      check.plain(`images[${i}]`, image, imageNameTest);
      if (images.indexOf(image) < i) check.fault(`images[${i}]`, image, "each image once");
    });
    check.done();
    super("oci-platform", "ImageRegistry", name, args, opts);

    const paths = images.map((image) => {
      const role = image.replaceAll("/", "-");
      const displayName = repositoryName(naming.env, image);
      const common = { compartmentId, isPublic: false };
      const kept = { role, protect, retainOnDelete: protect };
      const { namespace } = this.child(
        "repository",
        ContainerRepository,
        { ...common, displayName, isImmutable: true },
        kept,
      );
      this.child(
        "signatures",
        ContainerRepository,
        { ...common, displayName: signaturesOf(displayName), isImmutable: false },
        kept,
      );
      return namespace.apply(
        (tenancy) => [image, `${registryHost(region)}/${tenancy}/${displayName}`] as const,
      );
    });
    this.paths = pulumi.all(paths).apply((pairs) => Object.fromEntries(pairs));
    this.registerOutputs({ paths: this.paths });
  }
}
