import { PlatformRoles } from "../components/aws-platform";
import { IdentityTree } from "../components/oci-platform";
import type { foundationContract } from "./contracts/foundation";
import type { identityContract } from "./contracts/identity";
import type { Account } from "./config";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { awsProvider, ociProvider } from "./providers";
import { siteContext } from "./site";

type Needs = { readonly foundation: typeof foundationContract };

/** Who may do what: roles in AWS, groups and policies in OCI. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof identityContract>> = (
  context,
  { foundation },
) => {
  const site = siteContext(context);
  const { env, account } = site;
  const tags = site.tags({ Service: "identity", DataClass: "internal" });

  const roles = new PlatformRoles(
    "roles",
    {
      naming: site.naming("aws"),
      tags,
      account: { id: account.awsAccountId, region: env.aws.region },
      deployerPrincipals: deployers(account),
    },
    { provider: awsProvider(site) },
  );
  const people = new IdentityTree(
    "people",
    {
      naming: site.naming("global"),
      tags,
      tenancyId: account.ociTenancyId,
      environmentId: foundation.environmentCompartmentId,
      compartmentIds: foundation.compartmentIds,
      regions: [env.oci.primary, env.oci.standby],
    },
    { provider: ociProvider(site, "home") },
  );

  return {
    deployerRoleArn: roles.arns.deployer,
    eventTargetRoleArn: roles.arns["event-target"],
    eksClusterRoleArn: roles.arns["eks-cluster"],
    eksNodeRoleArn: roles.arns["eks-node"],
    groupIds: people.groupIds,
  };
};

/** The roles that the owner names; else the account, whose own policies then say who of it may deploy. */
function deployers({ deployerRoleArns, awsAccountId }: Account): readonly string[] {
  return deployerRoleArns === "" ? [`arn:aws:iam::${awsAccountId}:root`] : deployerRoleArns.split(" ");
}
