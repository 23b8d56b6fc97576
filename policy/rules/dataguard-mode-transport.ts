import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const ASSOCIATION = "oci:Database/dataGuardAssociation:DataGuardAssociation";

/** Pairs that mean what they say (OCI Base Database guide, "Protection Modes"; Oracle Data Guard Concepts, "Protection Modes"). */
const PAIRS: Readonly<Record<string, readonly string[]>> = {
  MAXIMUM_PERFORMANCE: ["ASYNC"],
  MAXIMUM_AVAILABILITY: ["SYNC", "FASTSYNC"],
  MAXIMUM_PROTECTION: ["SYNC"],
};

/** A mode that does not fit its transport promises more than it keeps. */
export const dataguardModeTransport = defineRule({
  id: "dataguard-mode-transport",
  description: "The protection mode of a Data Guard association fits its transport.",
  severity: "high",
  needs: [],
  serves: ["DR-11", "DR-12"],
  remediationSteps: "Pair performance with ASYNC, availability with SYNC or FASTSYNC, protection with SYNC.",

  check(resource, _place, report) {
    const association = inputsOf(resource, ASSOCIATION);
    if (association === undefined) return;
    const { protectionMode = "", transportType } = association;
    const fitting = PAIRS[protectionMode];
    if (fitting?.includes(transportType ?? "") === true) return;
    report({
      resource,
      path: fitting === undefined ? "protectionMode" : "transportType",
      value: fitting === undefined ? protectionMode : transportType,
      problem:
        fitting === undefined
          ? "there is no such protection mode"
          : `${protectionMode} does not hold what it says with this transport`,
      remedy:
        fitting === undefined
          ? `Choose one of ${Object.keys(PAIRS).join(", ")}.`
          : `Set it to ${fitting.join(" or ")}.`,
    });
  },
});
