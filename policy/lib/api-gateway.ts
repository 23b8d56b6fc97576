import type { Resource } from "../rule";

export const DEPLOYMENT = "oci:ApiGateway/deployment:Deployment";
export const GATEWAY = "oci:ApiGateway/gateway:Gateway";

interface Authentication {
  readonly type?: string;
  readonly isAnonymousAccessAllowed?: boolean;
  readonly issuers?: readonly string[];
  readonly audiences?: readonly string[];
  readonly tokenQueryParam?: string;
  readonly publicKeys?: { readonly uri?: string; readonly isSslVerifyDisabled?: boolean };
  readonly validationPolicy?: {
    readonly type?: string;
    readonly uri?: string;
    readonly isSslVerifyDisabled?: boolean;
    readonly additionalValidationPolicy?: {
      readonly issuers?: readonly string[];
      readonly audiences?: readonly string[];
    };
  };
}

interface ApiRoute {
  readonly path?: string;
  readonly methods?: readonly string[];
  readonly backend?: {
    readonly type?: string;
    readonly url?: string;
    readonly isSslVerifyDisabled?: boolean;
  };
  readonly requestPolicies?: {
    readonly authorization?: { readonly type?: string; readonly allowedScopes?: readonly string[] };
  };
}

/** The part of a deployment that rules read. */
export interface ApiDeployment {
  readonly pathPrefix?: string;
  readonly freeformTags?: Readonly<Record<string, string>>;
  readonly specification?: {
    readonly loggingPolicies?: {
      readonly accessLog?: { readonly isEnabled?: boolean };
    };
    readonly requestPolicies?: {
      readonly authentication?: Authentication;
      readonly dynamicAuthentication?: {
        readonly authenticationServers?: readonly { readonly authenticationServerDetail?: Authentication }[];
      };
      readonly mutualTls?: {
        readonly isVerifiedCertificateRequired?: boolean;
        readonly allowedSans?: readonly string[];
      };
      readonly rateLimiting?: { readonly rateInRequestsPerSecond?: number };
    };
    readonly routes?: readonly ApiRoute[];
  };
}

/** A deployment's inputs; undefined for any other resource. */
export function apiDeploymentOf({ type, props }: Resource): ApiDeployment | undefined {
  return type === DEPLOYMENT ? props : undefined;
}

/** The authentication policies of a deployment with their paths: one, or one a server. */
export function authenticationsOf({ specification }: ApiDeployment): {
  readonly path: string;
  readonly authentication: Authentication;
}[] {
  const { authentication, dynamicAuthentication } = specification?.requestPolicies ?? {};
  const at = "specification.requestPolicies";
  return [
    ...(authentication === undefined ? [] : [{ path: `${at}.authentication`, authentication }]),
    ...(dynamicAuthentication?.authenticationServers ?? []).flatMap((server, i) =>
      server.authenticationServerDetail === undefined
        ? []
        : [
            {
              path: `${at}.dynamicAuthentication.authenticationServers[${i}].authenticationServerDetail`,
              authentication: server.authenticationServerDetail,
            },
          ],
    ),
  ];
}
