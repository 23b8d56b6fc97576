import { changed, UNKNOWN, type RuleCases } from "../sample";
import { namespace } from "./network-policies";

const labelled = (level: unknown, name: unknown = "shop") =>
  changed(namespace, { metadata: { name, labels: { "pod-security.kubernetes.io/enforce": level } } });

export const k8sPodSecurityCases: RuleCases = {
  rule: "k8s-pod-security",
  serves: ["OK-12"],
  violating: [
    {
      title: "a namespace without level",
      resources: [changed(namespace, { metadata: { name: "shop" } })],
      says: [
        '"shop": metadata.labels["pod-security.kubernetes.io/enforce"] is not set',
        "what is the node's",
      ],
    },
    { title: "a level that lets everything", resources: [labelled("privileged")], says: ['is "privileged"'] },
    { title: "a level that there is not", resources: [labelled("strict")], says: ['is "strict"'] },
    {
      title: "less than restricted in production",
      resources: [{ ...labelled("baseline"), stack: "prod-platform" }],
      says: ['is "baseline"', "enforce: restricted"],
    },
  ],
  complying: [
    { title: "restricted", resources: [namespace] },
    { title: "baseline outside production", resources: [labelled("baseline")] },
    { title: "a namespace of a plugin of the nodes", resources: [labelled("privileged", "calico-system")] },
  ],
  unknown: [
    { title: "a level that is not known", resources: [labelled(UNKNOWN)] },
    {
      title: "a name that is not known, which may be that of a plugin",
      resources: [labelled("privileged", UNKNOWN)],
    },
  ],
};
