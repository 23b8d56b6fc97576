import type { Input, ProviderResource } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import {
  Authorizer,
  AuthorizerGrant,
  type Authentication,
  type TokenVerification,
} from "../components/api-gateway";
import { InputError, type Naming, type Tags } from "../components/core";
import { AUTHORIZER_IMAGE } from "./environments/settings";
import { tokenIssuer } from "./gateway-paths";
import { ociProvider } from "./providers";
import type { SiteContext } from "./site";

/** Where a function that judges callers is put. */
export interface AuthorizerPlace {
  readonly naming: Naming;
  readonly tags: Tags;
  readonly compartmentId: Input<string>;
  /** OCI provider of the site. */
  readonly provider: ProviderResource;
  /** Before its logical names. */
  readonly role: string;
  readonly subnetId: Input<string>;
  readonly nsgId: Input<string>;
  /** What images are called in the site's registry, without tag or digest, by image. */
  readonly imagePaths: Input<Readonly<Record<string, string>>>;
}

/** How the callers of an API are known, and by what its backends verify their tokens again. */
export interface Callers {
  readonly authentication: Authentication;
  readonly verification: TokenVerification;
}

/**
 * Tokens of the environment's provider that are meant for one of its APIs, and for no other's: judged by the gateway, or by a
 * function of the API's own where the environment says so.
 *
 * @throws {InputError} when a function is to judge them and no image of it is named.
 */
export function callersOf(site: SiteContext, api: string, place: AuthorizerPlace): Callers {
  const { env, account } = site;
  const issuer = tokenIssuer(site);
  const rules = {
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    issuers: [issuer] as const,
    audiences: [`urn:${account.org}:${env.name}:api:${api}`] as const,
  };
  const { jwksUrl, issuers, audiences } = rules;
  const verification = { issuers: [...issuers], audiences: [...audiences], jwksUrl };
  return env.apis.tokensJudgedBy === "authorizer"
    ? { authentication: judge(site, api, place, rules).authentication, verification }
    : { authentication: { kind: "token", keys: { url: jwksUrl }, issuers, audiences }, verification };
}

function judge(
  site: SiteContext,
  api: string,
  { imagePaths, provider, role, subnetId, nsgId, ...place }: AuthorizerPlace,
  tokens: ConstructorParameters<typeof Authorizer>[1]["tokens"],
): Authorizer {
  const [tag = "", imageDigest = ""] = site.account.authorizerImage.split("@");
  if (imageDigest === "") {
    const allowed =
      "the tag and digest of the image that judges tokens, since apis.tokensJudgedBy of the environment is authorizer: " +
      "components/api-gateway/README.md says how it is built; set it with: pulumi config set causeway:authorizerImage <tag>@sha256:<digest>";
    throw new InputError(`environment "${site.env.name}"`, [
      { path: "causeway:authorizerImage", given: undefined, allowed },
    ]);
  }
  const name = `${role}${api}-judge`;
  const authorizer = new Authorizer(
    name,
    {
      ...place,
      subnetIds: [subnetId],
      nsgIds: [nsgId],
      image: pulumi.output(imagePaths).apply((paths) => `${paths[AUTHORIZER_IMAGE] ?? ""}:${tag}`),
      imageDigest,
      tokens,
    },
    { provider },
  );
  new AuthorizerGrant(
    name,
    {
      ...place,
      functionId: authorizer.functionId,
      functionCompartmentId: place.compartmentId,
      gatewayCompartmentId: place.compartmentId,
    },
    // Policies are written in the home region.
    { provider: ociProvider(site, "home") },
  );
  return authorizer;
}
