import type { eksContract, okeDxbContract } from "./contracts/clusters";
import type { Reaches } from "./define/stack";

type Clusters = { readonly eks: typeof eksContract; readonly oke: typeof okeDxbContract };

/** The private Kubernetes APIs that the platform's own parts are made through. */
export const clusterEndpoints: Reaches<Clusters> = ({ eks, oke }) => {
  const { hostname, port } = new URL(eks.endpoint);
  return [
    {
      what: "the Kubernetes API of eks",
      host: hostname,
      port: port === "" ? 443 : Number(port),
      access: "a runner in the VPC, or in a network that is joined to it",
    },
    {
      what: "the Kubernetes API of oke-dxb",
      host: oke.accessPath.host,
      port: oke.accessPath.port,
      access: oke.accessPath.text,
    },
  ];
};
