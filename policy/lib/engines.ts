import type { Resource } from "../rule";
import { podsOf } from "./pods";

interface Agent {
  readonly image?: string;
  readonly env?: readonly { readonly name?: string; readonly value?: string }[];
}

/**
 * Whether a resource is what enforces network policies on OKE: Calico's agent on every Linux node, told of the interfaces of
 * the VCN-native plugin (OKE guide, "Installing Calico alongside the OCI VCN-Native Pod Networking CNI plugin"). Another
 * prefix, or none, watches interfaces that are not there. Reading what is not known throws.
 */
export function isOkeEngine(resource: Resource): boolean {
  if (resource.type !== "kubernetes:apps/v1:DaemonSet") return false;
  const spec = podsOf(resource)?.spec as
    | {
        readonly containers?: readonly Agent[];
        readonly nodeSelector?: Readonly<Record<string, string>>;
        readonly affinity?: unknown;
      }
    | undefined;
  const { containers = [], nodeSelector = {}, affinity } = spec ?? {};
  if (affinity !== undefined || Object.keys(nodeSelector).some((key) => key !== "kubernetes.io/os"))
    return false;
  return containers.some(
    ({ image = "", env = [] }) =>
      /(^|\/)calico\/node[:@]/.test(image) &&
      env.some(({ name, value }) => name === "FELIX_INTERFACEPREFIX" && value === "oci"),
  );
}
