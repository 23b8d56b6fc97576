import { UNKNOWN, type Sample, type RuleCases } from "../sample";

const provider = (props: Record<string, unknown>, type = "identityProvider:IdentityProvider"): Sample => ({
  type: `oci:Identity/${type}`,
  name: "idp",
  props,
});

export const noLegacyOciIdpCases: RuleCases = {
  rule: "no-legacy-oci-idp",
  serves: ["MC-36"],
  violating: [
    {
      title: "a provider",
      resources: [provider({})],
      says: ['"idp": type is "oci:Identity/identityProvider:IdentityProvider"', "identity domain"],
    },
    {
      title: "a mapping of groups",
      resources: [provider({}, "idpGroupMapping:IdpGroupMapping")],
      says: ["idpGroupMapping"],
    },
  ],
  complying: [
    {
      title: "a provider of a domain",
      resources: [provider({}, "domainsIdentityProvider:DomainsIdentityProvider")],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a provider of a domain of which nothing is known",
      resources: [provider({ metadata: UNKNOWN }, "domainsIdentityProvider:DomainsIdentityProvider")],
    },
  ],
};
