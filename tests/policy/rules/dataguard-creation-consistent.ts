import { apart, UNKNOWN, type RuleCases } from "../sample";
import { dataGuard } from "./dataguard";

export const dataguardCreationConsistentCases: RuleCases = {
  rule: "dataguard-creation-consistent",
  serves: ["DR-11"],
  violating: [
    {
      title: "a new system that exists",
      resources: [dataGuard({ peerDbSystemId: "ocid1.dbsystem.a" })],
      says: ['peerDbSystemId is "given"', "NewDbSystem makes a system of its own"],
    },
    {
      title: "an existing system without id",
      resources: [dataGuard({ creationType: "ExistingVmCluster" })],
      says: ["peerVmClusterId is not set"],
    },
  ],
  complying: [
    {
      title: "both ways",
      resources: apart(
        dataGuard(),
        dataGuard({ creationType: "ExistingDbSystem", peerDbSystemId: "ocid1.dbsystem.a" }),
      ),
    },
  ],
  unknown: [{ title: "a way that is not known", resources: [dataGuard({ creationType: UNKNOWN })] }],
  unknownButEnough: [
    {
      title: "a system whose id is not known",
      resources: [dataGuard({ creationType: "ExistingDbSystem", peerDbSystemId: UNKNOWN })],
    },
  ],
};
