import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const ASSOCIATION = "oci:Database/dataGuardAssociation:DataGuardAssociation";

/** The primary stops when it can not reach its standby: of another region, with every fault of the way. */
export const dataguardNoMaxProtection = defineRule({
  id: "dataguard-no-max-protection",
  description:
    "No Data Guard association has maximum protection, which stops the primary when its standby is out of reach.",
  severity: "high",
  needs: [],
  serves: ["DR-12"],
  remediationSteps:
    "Use MAXIMUM_PERFORMANCE, or MAXIMUM_AVAILABILITY within a region; a waiver records another decision.",

  check(resource, _place, report) {
    if (inputsOf(resource, ASSOCIATION)?.protectionMode !== "MAXIMUM_PROTECTION") return;
    report({
      resource,
      path: "protectionMode",
      value: "MAXIMUM_PROTECTION",
      problem: "the primary stops when the standby is out of reach",
      remedy: "Use MAXIMUM_PERFORMANCE, or MAXIMUM_AVAILABILITY within a region.",
    });
  },
});
