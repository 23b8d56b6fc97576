import { changed, UNKNOWN, type RuleCases } from "../sample";
import { cluster, inProd, placed, pool, withDetails } from "./oke";

export const okeNodePlacementCases: RuleCases = {
  rule: "oke-node-placement",
  serves: ["OP-18", "OP-19"],
  violating: [
    {
      title: "the source's list of subnets",
      resources: [changed(pool, { subnetIds: ["ocid1.subnet.a"], nodeConfigDetails: undefined })],
      says: ['"pool": subnetIds', "deprecated"],
    },
    {
      title: "a quantity for each subnet",
      resources: [changed(pool, { quantityPerSubnet: 1 })],
      says: ['"pool": quantityPerSubnet is 1'],
    },
    {
      title: "no image",
      resources: [changed(pool, { nodeSourceDetails: undefined })],
      says: ['"pool": nodeSourceDetails is not set'],
    },
    {
      title: "two fault domains in production",
      resources: [inProd(placed({ faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2"] }))],
      says: ['"pool": nodeConfigDetails.placementConfigs[0].faultDomains', "2 of its 3"],
    },
  ],
  complying: [
    { title: "three fault domains in production", resources: [inProd(pool), inProd(cluster)] },
    { title: "two in dev", resources: [placed({ faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2"] })] },
    {
      title: "three availability domains in production, with a fault domain each",
      resources: [
        inProd(
          withDetails({
            placementConfigs: [1, 2, 3].map((n) => ({
              availabilityDomain: n,
              faultDomains: ["FAULT-DOMAIN-1"],
            })),
          }),
        ),
      ],
    },
    {
      title: "every domain, which OKE takes by itself",
      resources: [inProd(placed({ faultDomains: undefined }))],
    },
  ],
  unknown: [{ title: "domains that are not known", resources: [inProd(placed({ faultDomains: UNKNOWN }))] }],
};
