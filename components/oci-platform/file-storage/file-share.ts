import { Export, type ExportArgs } from "@pulumi/oci/filestorage/export";
import { FileSystem, type FileSystemArgs } from "@pulumi/oci/filestorage/fileSystem";
import { MountTarget, type MountTargetArgs } from "@pulumi/oci/filestorage/mountTarget";
import type * as pulumi from "@pulumi/pulumi";
import { Check, type ComponentArgs } from "../../core";
import { OciComponent } from "../component";
import { exportOptions, shareFaults } from "./plan";

/** The children of a {@link FileShare} by key, for `transform`. */
export interface FileShareChildren {
  "file-system": FileSystemArgs;
  "mount-target": MountTargetArgs;
  export: ExportArgs;
}

export interface FileShareArgs extends ComponentArgs<FileShareChildren> {
  /** What it holds, a role word of its name: `uploads`. */
  readonly role: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** Availability domain of file system and mount target. */
  readonly availabilityDomain: pulumi.Input<string>;
  /** A private subnet for the mount target, and the groups that say who reaches it: `fileSentences` has the rules. */
  readonly network: {
    readonly subnetId: pulumi.Input<string>;
    readonly nsgIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  };
  /**
   * OCID of the key of the files. The service must be allowed to use it, in the commercial realm by *Allow service
   * FssOc1Prod to use keys in compartment …* (File Storage guide, "Encrypting a File System").
   */
  readonly keyId: pulumi.Input<string>;
  /** Who may mount it, ranges by name: `{ workers: "10.65.16.0/22" }`. */
  readonly clients: Readonly<Record<string, string>>;
  /**
   * Path that clients mount.
   * @default "/shared"
   */
  readonly path?: string;
  /**
   * Whether it is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/**
 * Files that several nodes mount: a file system under a customer key, a mount target with a private address in its group,
 * and an export that names its clients. NFS itself is not encrypted on its way; what must be needs the service's in-transit
 * encryption on the nodes. Charged by what is stored.
 *
 * Children: `file-system`, `mount-target`, `export`.
 *
 * @throws {InputError} with every fault of path, clients and groups.
 * @example
 * const uploads = new FileShare("uploads", {
 *   naming, tags, role: "uploads", compartmentId, availabilityDomain, keyId: keys.keyIds.data,
 *   network: { subnetId, nsgIds: [privateEndpointsGroupId] }, clients: { workers: "10.65.16.0/22" },
 * }, { provider: oci });
 */
export class FileShare extends OciComponent<FileShareChildren> {
  readonly fileSystemId: pulumi.Output<string>;
  readonly mountTargetId: pulumi.Output<string>;
  /** What Kubernetes' driver `fss.csi.oraclecloud.com` takes as the volume's place, with the address and the path. */
  readonly mountAddress: pulumi.Output<string>;

  constructor(name: string, args: FileShareArgs, opts?: pulumi.ComponentResourceOptions) {
    const { path = "/shared", protect = true, compartmentId, availabilityDomain, network } = args;
    const check = new Check(`FileShare "${name}"`);
    const plain = { path, clients: args.clients, groups: network.nsgIds.length };
    for (const { path: at, given, allowed } of shareFaults(plain)) check.fault(at, given, allowed);
    check.done();
    super("oci-platform", "FileShare", name, args, opts);

    const fileSystem = this.child(
      "file-system",
      FileSystem,
      {
        compartmentId,
        availabilityDomain,
        displayName: this.physical("oci-display", args.role),
        kmsKeyId: args.keyId,
      },
      { protect, retainOnDelete: protect },
    );
    const mountTarget = this.child("mount-target", MountTarget, {
      compartmentId,
      availabilityDomain,
      displayName: this.physical("oci-display", `${args.role}-mount`),
      hostnameLabel: this.physical("oci-dns-label", args.role),
      subnetId: network.subnetId,
      nsgIds: [...network.nsgIds],
    });
    this.child("export", Export, {
      exportSetId: mountTarget.exportSetId,
      fileSystemId: fileSystem.id,
      path,
      exportOptions: exportOptions(args.clients),
    });
    this.fileSystemId = fileSystem.id;
    this.mountTargetId = mountTarget.id;
    this.mountAddress = mountTarget.ipAddress;
    this.registerOutputs({
      fileSystemId: this.fileSystemId,
      mountTargetId: this.mountTargetId,
      mountAddress: this.mountAddress,
    });
  }
}
