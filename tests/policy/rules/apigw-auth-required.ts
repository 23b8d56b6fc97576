import { UNKNOWN, type RuleCases, type Sample } from "../sample";
import { at, AUTHENTICATION, deployment } from "./api-gateway";

const server = (detail: object) => ({
  ...at(AUTHENTICATION, undefined),
  props: {
    ...at(AUTHENTICATION, undefined).props,
    specification: {
      requestPolicies: {
        dynamicAuthentication: { authenticationServers: [{ authenticationServerDetail: detail }] },
      },
    },
  },
});

/** An API for callers with a certificate and no token, as its tag says. */
const certificates = (
  mutualTls: object,
  tags: Record<string, string> = { NoToken: "meters hold no token" },
) => ({
  ...deployment,
  props: {
    ...deployment.props,
    freeformTags: tags,
    specification: { requestPolicies: { mutualTls } },
  },
});

export const apigwAuthRequiredCases: RuleCases = {
  rule: "apigw-auth-required",
  serves: ["GW-28", "GW-35"],
  violating: [
    {
      title: "no authentication",
      resources: [at(AUTHENTICATION, undefined)],
      says: [`"customers": ${AUTHENTICATION} is not set`, "may call every route"],
    },
    ...(
      [
        [
          "without a reason",
          certificates({ isVerifiedCertificateRequired: true, allowedSans: ["a.example.org"] }, {}),
        ],
        ["without names", certificates({ isVerifiedCertificateRequired: true, allowedSans: [] })],
        [
          "not needed",
          certificates({ isVerifiedCertificateRequired: false, allowedSans: ["a.example.org"] }),
        ],
      ] as const satisfies readonly (readonly [string, Sample])[]
    ).map(([title, resource]) => ({
      title: `certificates in the place of tokens, ${title}`,
      resources: [resource],
      says: ["may call every route"],
    })),
    {
      title: "anonymous access",
      resources: [at(`${AUTHENTICATION}.isAnonymousAccessAllowed`, true)],
      says: ["isAnonymousAccessAllowed is true"],
    },
    {
      title: "anonymous access at one of several servers",
      resources: [server({ type: "TOKEN_AUTHENTICATION", isAnonymousAccessAllowed: true })],
      says: ["authenticationServers[0].authenticationServerDetail.isAnonymousAccessAllowed"],
    },
  ],
  complying: [
    {
      title: "named certificates in the place of tokens, with the reason",
      resources: [certificates({ isVerifiedCertificateRequired: true, allowedSans: ["meters.example.org"] })],
    },
    { title: "what the typed components deploy", resources: [deployment] },
    { title: "several servers", resources: [server({ type: "TOKEN_AUTHENTICATION" })] },
  ],
  unknown: [{ title: "an authentication that is not known", resources: [at(AUTHENTICATION, UNKNOWN)] }],
};
