import { changed, UNKNOWN, type RuleCases } from "../sample";
import { iam } from "./oke";

const clusters = "Allow group OKE-Admins to manage cluster-family in compartment OKE-PROD";
const networks = "Allow group OKE-Admins to manage virtual-network-family in compartment OKE-PROD";

export const okeIamSeparationCases: RuleCases = {
  rule: "oke-iam-separation",
  serves: ["OK-14", "OK-15", "OK-16"],
  violating: [
    {
      title: "the source's two statements on one group",
      resources: [iam("oke", clusters, networks)],
      says: ['"oke": statements[1]', "the group default/oke-admins manages clusters too"],
    },
    {
      title: "the two in two policies, once with the domain, in other letters, with a condition",
      resources: [
        iam("clusters", clusters),
        iam(
          "networks",
          "ALLOW GROUP 'Default'/'oke-admins' TO MANAGE SUBNETS IN COMPARTMENT id ocid1.x WHERE target.vcn.id = 'v'",
        ),
      ],
      says: ['"networks": statements[0]', "default/oke-admins"],
    },
    {
      title: "a group among several of a statement",
      resources: [
        iam(
          "oke",
          "Allow group a, group b to manage clusters in tenancy",
          "Allow group B to manage vcns in tenancy",
        ),
      ],
      says: ["the group default/b manages clusters too"],
    },
    ...[
      ...["vcns", "subnets", "route-tables", "security-lists", "network-security-groups"],
      ...["internet-gateways", "nat-gateways", "service-gateways", "drgs"],
    ].map((kind) => ({
      title: `a group that manages clusters and ${kind}`,
      resources: [iam("oke", clusters, `Allow group OKE-Admins to manage ${kind} in compartment network`)],
      says: ['"oke": statements[1]'],
    })),
    {
      title: "a group that manages everything",
      resources: [iam("all", "Allow group admins to manage all-resources in compartment a")],
      says: ['"all": statements[0]'],
    },
  ],
  complying: [
    {
      title: "two groups",
      resources: [
        iam("clusters", "Allow group cluster-admins to manage cluster-family in compartment platform"),
        iam("networks", "Allow group network-admins to manage virtual-network-family in compartment network"),
      ],
    },
    {
      title: "one that manages clusters and uses networks",
      resources: [iam("clusters", clusters, "Allow group OKE-Admins to use subnets in compartment network")],
    },
    {
      title: "two of a name in two domains",
      resources: [iam("oke", clusters, networks.replace("OKE-Admins", "'Partners'/'OKE-Admins'"))],
    },
    {
      title: "services and machines, which are no people",
      resources: [
        iam(
          "services",
          "Allow service OKE to manage cluster-family in tenancy",
          "Allow dynamic-group d to manage virtual-network-family in tenancy",
          "Allow any-user {CLUSTER_READ} in tenancy where request.user.id = 'x'",
          "Endorse group OKE-Admins to manage clusters in tenancy Other",
        ),
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "statements that are not known",
      resources: [changed(iam("oke", clusters), { statements: UNKNOWN })],
    },
  ],
};
