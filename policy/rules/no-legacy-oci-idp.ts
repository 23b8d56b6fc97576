import { defineRule } from "../rule";

const LEGACY = /^oci:Identity\/(identityProvider:IdentityProvider|idpGroupMapping:IdpGroupMapping)$/;

/** Tenancies with identity domains take no such provider, and those without are being moved. */
export const noLegacyOciIdp = defineRule({
  id: "no-legacy-oci-idp",
  description: "People are federated into OCI by an identity domain.",
  severity: "medium",
  needs: [],
  serves: ["MC-36"],
  remediationSteps: "Use oci.Identity.DomainsIdentityProvider in an identity domain.",

  check(resource, _place, report) {
    if (!LEGACY.test(resource.type)) return;
    report({
      resource,
      path: "type",
      value: resource.type,
      // OCI IAM guide, "Federating with Identity Providers": for tenancies without identity domains.
      problem: "it is of the time before identity domains, and does nothing in a tenancy that has them",
      remedy: "Use oci.Identity.DomainsIdentityProvider in an identity domain.",
    });
  },
});
