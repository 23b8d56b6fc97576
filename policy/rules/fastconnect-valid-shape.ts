import { inTurn, isGiven } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const CIRCUIT = "oci:Core/virtualCircuit:VirtualCircuit";

/** What OCI refuses after minutes, or takes and never brings up. */
export const fastconnectValidShape = defineRule({
  id: "fastconnect-valid-shape",
  description:
    "A virtual circuit goes through a provider or a cross-connect of one's own, names an OCI region, and has a BGP key.",
  severity: "medium",
  needs: [],
  serves: ["MC-15"],
  remediationSteps:
    "Set providerServiceId or the mapping's cross-connect, a region such as me-dubai-1, and bgpMd5authKey.",

  check(resource, _place, report) {
    const circuit = inputsOf(resource, CIRCUIT);
    if (circuit === undefined) return;
    inTurn(
      () => {
        const provider = isGiven(() => circuit.providerServiceId);
        const own = (circuit.crossConnectMappings ?? []).some((one) =>
          isGiven(() => one.crossConnectOrCrossConnectGroupId),
        );
        if (provider !== own) return;
        report({
          resource,
          path: "providerServiceId",
          value: circuit.providerServiceId,
          problem: own ? "it names a provider and a cross-connect of one's own" : "it names no way into OCI",
          remedy: "Name the provider's service, or the cross-connect of the mapping; one of them.",
        });
      },
      () => {
        const { region } = circuit;
        if (region === undefined || /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return;
        report({
          resource,
          path: "region",
          value: region,
          problem: "it is no region of OCI",
          remedy: "Write the region's id, such as me-dubai-1.",
        });
      },
      () => {
        const mappings = circuit.crossConnectMappings ?? [];
        const open = mappings.findIndex((one) => !isGiven(() => one.bgpMd5authKey));
        if (open < 0) return;
        report({
          resource,
          path: `crossConnectMappings[${open}].bgpMd5authKey`,
          problem: "whoever is on the segment can take over the session",
          remedy: "Generate a key and give it to both ends.",
        });
      },
    );
  },
});
