import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import type * as pulumi from "@pulumi/pulumi";
import { Check } from "../core";
import type { PlatformRolesArgs, PlatformRolesChildren } from "./args";
import { checkAccount, principalArn } from "./checks";
import { AwsComponent } from "./component";
import { PLATFORM_ROLES, planRoles, type PlatformRole, type RolePlan } from "./plan/roles";

/**
 * The IAM roles that an environment has before it has clusters: the deployer's, EventBridge's towards targets that take no
 * resource policy, and those of EKS control planes and nodes. A role that a service assumes is open to resources of this
 * account and region only. Roles that need a cluster's issuer are made with the cluster. Free of charge.
 *
 * The event-target role may do nothing by itself: whoever adds such a target grants what that target needs.
 *
 * @throws {InputError} for a malformed account, no deployer principal, or one that is not an ARN.
 * @example
 * const roles = new PlatformRoles("roles", {
 *   naming, tags, account, deployerPrincipals: ["arn:aws:iam::111111111111:role/pipeline"],
 * });
 */
export class PlatformRoles extends AwsComponent<PlatformRolesChildren> {
  /** ARN of each role. */
  readonly arns: Readonly<Record<PlatformRole, pulumi.Output<string>>>;
  /** Name of each role, for policies that others add. */
  readonly names: Readonly<Record<PlatformRole, pulumi.Output<string>>>;

  constructor(name: string, args: PlatformRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("aws-platform", "PlatformRoles", name, args, opts);
    const { account, deployerPrincipals } = args;
    const plan = planRoles({
      account,
      namePrefix: `${args.naming.org}-${args.naming.env}-`,
      deployerPrincipals,
    });

    const roles = PLATFORM_ROLES.map((key) => [key, this.createRole(key, plan[key])] as const);
    this.arns = byRole(roles, (role) => role.arn);
    this.names = byRole(roles, (role) => role.name);
    this.registerOutputs({ arns: this.arns, names: this.names });
  }

  private createRole(key: PlatformRole, plan: RolePlan): Role {
    const role = this.child(
      "role",
      Role,
      {
        namePrefix: this.physical("aws-role", key),
        description: plan.description,
        assumeRolePolicy: plan.trust,
      },
      { role: key },
    );
    for (const [word, policyArn] of Object.entries(plan.managed)) {
      this.child(
        "attachment",
        RolePolicyAttachment,
        { role: role.name, policyArn },
        { role: `${key}-${word}` },
      );
    }
    if (plan.inline !== undefined) {
      const namePrefix = this.physical("aws-policy", key);
      this.child("policy", RolePolicy, { role: role.name, namePrefix, policy: plan.inline }, { role: key });
    }
    return role;
  }
}

function byRole<T>(
  roles: readonly (readonly [PlatformRole, Role])[],
  pick: (role: Role) => T,
): Record<PlatformRole, T> {
  return Object.fromEntries(roles.map(([key, role]) => [key, pick(role)])) as Record<PlatformRole, T>;
}

function check(name: string, args: PlatformRolesArgs): void {
  const inputs = new Check(`PlatformRoles "${name}"`);
  checkAccount(inputs, args.account);
  if (args.deployerPrincipals.length === 0) {
    inputs.fault("deployerPrincipals", [], "at least one ARN: without a deployer nothing else can be built");
  }
  args.deployerPrincipals.forEach((arn, index) =>
    inputs.plain(`deployerPrincipals[${index}]`, arn, principalArn),
  );
  inputs.done();
}
