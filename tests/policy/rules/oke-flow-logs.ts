import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { subnet, vcn } from "./oke";

const pods = subnet("pods", "10.65.32.0/19");
const flow: Sample = {
  type: "oci:Logging/log:Log",
  name: "flow",
  props: {
    logType: "SERVICE",
    isEnabled: true,
    configuration: { source: { service: "flowlogs", category: "all", resource: "ocid1.subnet.pods" } },
  },
};

export const okeFlowLogsCases: RuleCases = {
  rule: "oke-flow-logs",
  serves: ["OK-49", "OP-13"],
  violating: [
    {
      title: "a pods' subnet without a flow log",
      resources: [pods],
      says: ['"pods": flow log', "went in and out"],
    },
    {
      title: "a log of another VCN",
      resources: [
        pods,
        changed(flow, { configuration: { source: { service: "flowlogs", resource: "ocid1.vcn.b" } } }),
      ],
      says: ['"pods": flow log'],
    },
    {
      title: "in a preview, a log of another VCN",
      resources: [
        vcn,
        { ...vcn, name: "other" },
        { ...changed(pods, { vcnId: UNKNOWN }), sources: { vcnId: ["vcn"] } },
        {
          ...changed(flow, { configuration: { source: { service: "flowlogs", resource: UNKNOWN } } }),
          sources: { configuration: ["other"] },
        },
      ],
      says: ['"pods": flow log'],
    },
    {
      title: "a flow log that is off",
      resources: [pods, changed(flow, { isEnabled: false })],
      says: ['"pods": flow log'],
    },
    {
      title: "another log of the subnet",
      resources: [
        pods,
        changed(flow, {
          configuration: { source: { service: "loadbalancer", resource: "ocid1.subnet.pods" } },
        }),
      ],
      says: ['"pods": flow log'],
    },
    ...["workers", "api-endpoint", "load-balancer-internal"].map((role) => ({
      title: `the ${role} subnet with a log of the pods'`,
      resources: [subnet(role, "10.65.8.0/22"), flow],
      says: [`"${role}": flow log`],
    })),
  ],
  complying: [
    { title: "a flow log that is on", resources: [pods, flow] },
    {
      title: "a flow log of the whole VCN",
      resources: [
        vcn,
        pods,
        changed(flow, {
          configuration: { source: { service: "flowlogs", category: "vcn", resource: "ocid1.vcn.a" } },
        }),
      ],
    },
    { title: "a subnet that is no cluster's", resources: [subnet("database", "10.65.4.0/24")] },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a log of the whole VCN, whose id is not known",
      resources: [
        changed(vcn, { id: UNKNOWN }),
        { ...changed(pods, { vcnId: UNKNOWN }), sources: { vcnId: ["vcn"] } },
        {
          ...changed(flow, {
            configuration: { source: { service: "flowlogs", category: "vcn", resource: UNKNOWN } },
          }),
          sources: { configuration: ["vcn"] },
        },
      ],
    },
    {
      title: "a subnet's id that is not known, which its log was computed from",
      resources: [
        changed(pods, { id: UNKNOWN }),
        {
          ...changed(flow, {
            configuration: { source: { service: "flowlogs", category: "all", resource: UNKNOWN } },
          }),
          sources: { configuration: ["pods"] },
        },
      ],
    },
  ],
};
