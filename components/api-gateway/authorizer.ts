import type { ApplicationArgs, FunctionArgs } from "@pulumi/oci/functions";
import { Application } from "@pulumi/oci/functions/application";
import { Function } from "@pulumi/oci/functions/function";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, oneOf, wholeNumber, type ComponentArgs } from "../core";
import type { AuthorizerAuthentication } from "./authorizer-auth";
import { FUNCTION_LIMITS, authorizerConfig, tokenRulesFaults, type TokenRules } from "./authorizer-plan";
import type { Some } from "./some";

/** Children of an {@link Authorizer}, as `transform` names them. */
export interface AuthorizerChildren {
  application: ApplicationArgs;
  function: FunctionArgs;
}

/** Arguments of an {@link Authorizer}. */
export interface AuthorizerArgs extends ComponentArgs<AuthorizerChildren> {
  /** OCID of the compartment of the application and its function. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCIDs of the functions' subnets; private ones, from which the provider of the tokens is reached. */
  readonly subnetIds: Some<pulumi.Input<string>>;
  /** OCIDs of network security groups. */
  readonly nsgIds: Some<pulumi.Input<string>>;
  /** Image in the region's registry with its tag, built from the bundle `dist/functions/authorizer`. */
  readonly image: pulumi.Input<string>;
  /** Digest of the image, `sha256:…`: a tag can be moved, and this code decides who gets in. */
  readonly imageDigest: string;
  /** How tokens are judged. */
  readonly tokens: TokenRules;
  /**
   * MiB: 128, 256, 512, 1024, 2048 or 3072.
   * @default 256
   */
  readonly memoryMb?: (typeof FUNCTION_LIMITS.memoryMb)[number];
  /**
   * Seconds after which a judgement has failed and the caller is refused, 5 to 30.
   * @default 10: the provider's keys are waited for 3 seconds, the first start takes some (unverified)
   */
  readonly timeoutSeconds?: number;
  /**
   * Instances that are kept warm, so that no caller waits for a start; charged while they wait. The service takes certain
   * numbers only (unverified).
   * @default none
   */
  readonly warmInstances?: number;
  /**
   * OCIDs of secrets that the function reads itself, by the name of the variable that holds the OCID: `CLIENT_SECRET_ID`. There is
   * no way to give a secret's value; {@link AuthorizerGrant} lets the function read it.
   * @default none
   */
  readonly secretIds?: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * A function that judges the callers of an API where the gateway can not: tokens signed with elliptic curves or RSA-PSS, or by
 * code of yours in the same image. Whatever goes wrong with it, nobody is let in. Pinned to one image, in private subnets.
 *
 * Children: `application`, `function`.
 *
 * @example
 * const judge = new Authorizer("judge", { naming, tags, compartmentId, subnetIds, nsgIds, image, imageDigest, tokens });
 * new ApiDeployment("orders", { …, api: { …, authentication: judge.authentication } });
 */
export class Authorizer extends Component<AuthorizerChildren> {
  readonly application: Application;
  readonly function: Function;
  readonly functionId: pulumi.Output<string>;
  /** How an API says that this function judges its callers by the header `Authorization`. */
  readonly authentication: AuthorizerAuthentication;

  /** @throws {InputError} with every fault of image, memory, time, rules and secrets. */
  constructor(name: string, args: AuthorizerArgs, opts?: pulumi.ComponentResourceOptions) {
    const { compartmentId, subnetIds, nsgIds, imageDigest, tokens, warmInstances } = args;
    const { memoryMb = 256, timeoutSeconds = 10 } = args;
    const checked = checkArgs(name, { ...args, memoryMb, timeoutSeconds });
    super("api-gateway", "Authorizer", name, args, opts);

    this.application = this.child("application", Application, {
      compartmentId,
      displayName: this.physical("oci-display", name),
      subnetIds: [...subnetIds],
      networkSecurityGroupIds: [...nsgIds],
    });
    this.function = this.child("function", Function, {
      applicationId: this.application.id,
      displayName: this.physical("oci-display", name),
      image: checked.image,
      imageDigest,
      memoryInMbs: String(memoryMb),
      timeoutInSeconds: timeoutSeconds,
      config: { ...authorizerConfig(tokens), ...checked.secretIds },
      ...(warmInstances === undefined
        ? {}
        : { provisionedConcurrencyConfig: { strategy: "CONSTANT", count: warmInstances } }),
    });
    this.functionId = this.function.id;
    this.authentication = { kind: "authorizer", functionId: this.functionId };
    this.registerOutputs({ functionId: this.functionId });
  }
}

function checkArgs(
  name: string,
  args: AuthorizerArgs & { readonly memoryMb: number; readonly timeoutSeconds: number },
): { readonly image: pulumi.Input<string>; readonly secretIds: Record<string, pulumi.Input<string>> } {
  const check = new Check(`Authorizer "${name}"`);
  const { secretIds = {}, warmInstances } = args;
  const image = check.input(
    "image",
    args.image,
    matching(/^[^\s:]+(?::\d+)?\/[^\s:]+:[\w.-]+$/, "an image with its tag"),
  );
  check.plain("imageDigest", args.imageDigest, matching(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 digits"));
  check.plain<string>("memoryMb", String(args.memoryMb), oneOf(...FUNCTION_LIMITS.memoryMb.map(String)));
  check.plain("timeoutSeconds", args.timeoutSeconds, wholeNumber(...FUNCTION_LIMITS.seconds, "seconds"));
  if (warmInstances !== undefined) check.plain("warmInstances", warmInstances, wholeNumber(1, 1000));
  for (const { path, allowed } of tokenRulesFaults(args.tokens, "tokens"))
    check.fault(path, args.tokens, allowed);
  const checked = Object.entries(secretIds).map(([key, id]) => {
    check.plain(`secretIds.${key}`, key, (text) =>
      /^[A-Z][A-Z0-9_]*_ID$/.test(text) ? undefined : "a variable's name that ends in _ID: CLIENT_SECRET_ID",
    );
    return [key, check.input(`secretIds.${key}`, id, isSecretId)] as const;
  });
  check.done();
  return { image, secretIds: Object.fromEntries(checked) };
}

const isSecretId = (id: string): string | undefined =>
  id.startsWith("ocid1.vaultsecret.") ? undefined : "the OCID of a vault's secret, never its value";
