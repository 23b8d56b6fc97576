import { changed, UNKNOWN, type RuleCases } from "../sample";
import { MODE, NLB, PLAIN, bare, networkBalancer, onEks, service } from "./oke-lb";

const LISTS = `${PLAIN}security-list-management-mode`;

export const okeLbRuleManagementNoneCases: RuleCases = {
  rule: "oke-lb-rule-management-none",
  serves: ["OK-20"],
  violating: [
    {
      title: "a balancer that says nothing",
      resources: [bare()],
      says: [`"orders": metadata.annotations["${MODE}"] is not set`],
    },
    { title: "a group of the controller's own", resources: [service({ [MODE]: "NSG" })], says: ['is "NSG"'] },
    {
      title: "the newer annotation, which wins",
      resources: [service({ [MODE]: "SL-Frontend", [LISTS]: "None" })],
      says: ['is "SL-Frontend"'],
    },
    {
      title: "the older annotation alone",
      resources: [service({ [MODE]: undefined, [LISTS]: "Frontend" })],
      says: [LISTS, 'is "Frontend"'],
    },
    {
      title: "a network load balancer with rules in lists",
      resources: [networkBalancer({ [`${NLB}security-list-management-mode`]: "All" })],
      says: [NLB, 'is "All"'],
    },
  ],
  complying: [
    { title: "none", resources: [service()] },
    { title: "none by the older annotation", resources: [service({ [MODE]: undefined, [LISTS]: "None" })] },
    {
      title: "a network load balancer, for which OKE writes none unless it is told",
      resources: [networkBalancer({})],
    },
    { title: "a balancer of EKS", resources: [onEks] },
  ],
  unknown: [
    { title: "annotations that are not known", resources: [changed(service(), { metadata: UNKNOWN })] },
  ],
};
