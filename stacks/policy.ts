import { MANDATORY_TAG_KEYS } from "../components/core";
import type { KnownFacts } from "../policy/config";
import type { EnvironmentFacts } from "../policy/facts";
import { PHASES, type Stack } from "./define/stack";
import { AWS_REGIONS, OCI_REGIONS, PLAN, type Environment } from "./environments";
import { catalogueFacts } from "./environments/catalogue";

/**
 * What the policy pack is told of the platform. Owner's values come from the configuration of the stack that is deployed.
 *
 * @param account the stack's `causeway:awsAccountId`: the one account of its environment.
 */
export function policyFacts(
  environments: readonly Environment[],
  stacks: readonly Stack<Environment>[],
  owner: { readonly env: Environment; readonly org: string; readonly account: string | undefined },
): KnownFacts {
  return {
    environments: Object.fromEntries(
      environments.map((env) => [
        env.name,
        environmentFacts(env, env.name === owner.env.name ? owner.account : undefined),
      ]),
    ),
    regions: [
      ...new Set([owner.env.aws.region, owner.env.oci.primary, owner.env.oci.standby, owner.env.oci.home]),
    ],
    org: owner.org,
    sites: [...Object.values(AWS_REGIONS), ...Object.values(OCI_REGIONS), "glb"],
    mandatoryTags: MANDATORY_TAG_KEYS,
    catalogue: catalogueFacts(),
    stacks: Object.fromEntries(
      stacks.map((stack) => [
        stack.name,
        { layer: PHASES.indexOf(stack.phase), needs: Object.values(stack.needs).map((need) => need.stack) },
      ]),
    ),
  };
}

function environmentFacts(env: Environment, account: string | undefined): EnvironmentFacts {
  const { plan } = env;
  return {
    class: env.class,
    block: plan.block,
    networks: [plan.aws.vpc, plan.dxb.vcn, plan.jed.vcn],
    serviceRanges: Object.values(plan.services),
    linkRanges: [PLAN.tunnels[env.name], ...(env.name === "dev" ? [] : [PLAN.links[env.name]])],
    accounts: account === undefined ? [] : [account],
    publicEntry: env.publicIngress,
  };
}
