import type { foundationContract } from "./contracts/foundation";
import type { OciNetworkOutputs } from "./contracts/networks";
import type { StackProgram } from "./define/stack";
import type { Environment } from "./environments";
import { ociNetwork } from "./oci-network";

/** The primary OCI site's network. */
export const program: StackProgram<
  Environment,
  { foundation: typeof foundationContract },
  OciNetworkOutputs
> = (context, { foundation }) =>
  ociNetwork(context, foundation, { region: "primary", plan: "dxb", other: "jed" });
