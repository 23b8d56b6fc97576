import { Policy, type PolicyArgs } from "@pulumi/oci/identity/policy";
import * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentArgs } from "../core";
import { authorizerStatements, type SecretRef } from "./authorizer-plan";

/** Children of an {@link AuthorizerGrant}, as `transform` names them. */
export interface AuthorizerGrantChildren {
  policy: PolicyArgs;
}

/** Arguments of an {@link AuthorizerGrant}. */
export interface AuthorizerGrantArgs extends ComponentArgs<AuthorizerGrantChildren> {
  /** OCID of the compartment that the policy is attached to: the functions' one, or one above it. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCID of the function. */
  readonly functionId: pulumi.Input<string>;
  /** OCID of the function's compartment. */
  readonly functionCompartmentId: pulumi.Input<string>;
  /** OCID of the compartment whose gateways call it. */
  readonly gatewayCompartmentId: pulumi.Input<string>;
  /**
   * Secrets that the function reads; others of their compartments stay closed to it.
   * @default none
   */
  readonly secrets?: readonly { readonly [K in keyof SecretRef]: pulumi.Input<SecretRef[K]> }[];
}

/**
 * Lets the gateways of one compartment, and nothing else, call the functions of another, and the function read its secrets. Free of
 * charge. Give it the provider of the tenancy's home region, where IAM is written.
 *
 * Children: `policy`.
 */
export class AuthorizerGrant extends Component<AuthorizerGrantChildren> {
  readonly policy: Policy;

  constructor(name: string, args: AuthorizerGrantArgs, opts?: pulumi.ComponentResourceOptions) {
    super("api-gateway", "AuthorizerGrant", name, args, opts);
    const { functionId, functionCompartmentId, gatewayCompartmentId, secrets = [] } = args;
    const statements = pulumi
      .all([functionId, functionCompartmentId, gatewayCompartmentId, pulumi.all([...secrets])])
      .apply(([id, functions, gateways, secretRefs]) =>
        authorizerStatements({
          functionId: id,
          functionCompartmentId: functions,
          gatewayCompartmentId: gateways,
          secrets: secretRefs,
        }),
      );
    this.policy = this.child("policy", Policy, {
      compartmentId: args.compartmentId,
      name: this.physical("oci-policy", name),
      description: `Who calls the function ${name}, and which secrets it reads`,
      statements,
    });
    this.registerOutputs({ policyId: this.policy.id });
  }
}
