import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const database: Sample = {
  type: "oci:Database/autonomousDatabase:AutonomousDatabase",
  name: "orders",
  props: {
    dbName: "orders",
    subnetId: "ocid1.subnet.oc1..db",
    nsgIds: ["ocid1.networksecuritygroup.oc1..db"],
  },
};

export const adbPrivateEndpointCases: RuleCases = {
  rule: "adb-private-endpoint",
  serves: ["OP-31"],
  violating: [
    {
      title: "a public endpoint",
      resources: [changed(database, { subnetId: undefined, nsgIds: undefined })],
      says: ['"orders": subnetId is not set', "on the internet"],
    },
    {
      title: "no group",
      resources: [changed(database, { nsgIds: [] })],
      says: ["nsgIds is not set", "who reaches it"],
    },
  ],
  complying: [{ title: "a private endpoint with its group", resources: [database] }],
  unknown: [],
  unknownButEnough: [
    {
      title: "ids that are not known yet",
      resources: [changed(database, { subnetId: UNKNOWN, nsgIds: [UNKNOWN] })],
    },
  ],
};
