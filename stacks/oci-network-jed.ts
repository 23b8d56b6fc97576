import type { foundationContract } from "./contracts/foundation";
import type { ociNetworkDxbContract, OciNetworkOutputs } from "./contracts/networks";
import type { StackProgram } from "./define/stack";
import type { Environment } from "./environments";
import { ociNetwork } from "./oci-network";

/** The standby OCI site's network; it opens the peering with the primary's. */
export const program: StackProgram<
  Environment,
  { foundation: typeof foundationContract; primary: typeof ociNetworkDxbContract },
  OciNetworkOutputs
> = (context, { foundation, primary }) =>
  ociNetwork(context, foundation, {
    region: "standby",
    plan: "jed",
    other: "dxb",
    peer: { id: primary.remotePeeringId, region: context.env.oci.primary },
  });
