import { ClusterAccess } from "../../components/oke";
import type { identityContract } from "../contracts/identity";
import type { NeedsOutputs } from "../define/stack";
import type { ClusterPlace } from "./place";

/** Who may do what within an OKE cluster, by the groups of the identity stack. EKS has access entries of its own. */
export function clusterAccess(
  { key, place, here }: ClusterPlace,
  { groupIds }: NeedsOutputs<{ identity: typeof identityContract }>["identity"],
): ClusterAccess {
  return new ClusterAccess(`${key}-access`, { ...place, groupIds }, here);
}
