import { apart, changed, UNKNOWN, type Sample, type RuleCases } from "../sample";

const circuit: Sample = {
  type: "oci:Core/virtualCircuit:VirtualCircuit",
  name: "circuit",
  props: {
    type: "PRIVATE",
    providerServiceId: "ocid1.providerservice.a",
    region: "me-dubai-1",
    crossConnectMappings: [{ bgpMd5authKey: "key" }],
  },
};
const own = { crossConnectOrCrossConnectGroupId: "ocid1.crossconnect.a", bgpMd5authKey: "key" };

export const fastconnectValidShapeCases: RuleCases = {
  rule: "fastconnect-valid-shape",
  serves: ["MC-15"],
  violating: [
    {
      title: "a provider and a cross-connect",
      resources: [changed(circuit, { crossConnectMappings: [own] })],
      says: ['"circuit": providerServiceId', "and a cross-connect"],
    },
    {
      title: "neither",
      resources: [changed(circuit, { providerServiceId: undefined })],
      says: ["no way into OCI"],
    },
    {
      title: "a city",
      resources: [changed(circuit, { region: "Dubai" })],
      says: ['region is "Dubai"', "me-dubai-1"],
    },
    {
      title: "no key",
      resources: [changed(circuit, { crossConnectMappings: [{}] })],
      says: ["crossConnectMappings[0].bgpMd5authKey is not set"],
    },
  ],
  complying: [
    {
      title: "either way",
      resources: apart(
        circuit,
        changed(circuit, { providerServiceId: undefined, crossConnectMappings: [own] }),
      ),
    },
  ],
  unknown: [{ title: "a region that is not known", resources: [changed(circuit, { region: UNKNOWN })] }],
  unknownButEnough: [
    {
      title: "a provider and a key that are not known",
      resources: [
        changed(circuit, { providerServiceId: UNKNOWN, crossConnectMappings: [{ bgpMd5authKey: UNKNOWN }] }),
      ],
    },
  ],
};
