import { changed, UNKNOWN, type RuleCases } from "../sample";
import {
  PLAIN,
  NLB,
  bare,
  chart,
  inCluster,
  networkBalancer,
  onEks,
  proxy,
  service,
  unknownCluster,
} from "./oke-lb";

const INTERNAL = `${PLAIN}internal`;

export const okeLbInternalProdCases: RuleCases = {
  rule: "oke-lb-internal-prod",
  serves: ["OK-25", "OK-26", "OK-27"],
  violating: [
    {
      title: "a Service that says nothing",
      resources: [bare()],
      says: [`"orders": metadata.annotations["${INTERNAL}"] is not set`, "public address"],
    },
    { title: "one that says public", resources: [service({ [INTERNAL]: "false" })], says: ['is "false"'] },
    {
      title: "a boolean, which is no annotation",
      resources: [service({ [INTERNAL]: true })],
      says: ["is true", "an annotation is a text"],
    },
    {
      title: "a misspelt one",
      resources: [service({ [INTERNAL]: undefined, [`${PLAIN}interal`]: "true" })],
      says: ["is not set"],
    },
    {
      title: "the annotation of another kind of balancer",
      resources: [networkBalancer({ [INTERNAL]: "true" })],
      says: [`${NLB}internal`],
    },
    {
      title: "the proxies of a gateway",
      resources: [proxy({ [`${PLAIN}shape`]: "flexible" })],
      says: ["spec.provider.kubernetes.envoyService.annotations"],
    },
    {
      title: "a chart",
      resources: [chart({ [`${PLAIN}shape`]: "flexible" })],
      says: ["values.controller.service.annotations"],
    },
  ],
  complying: [
    { title: "an internal one", resources: [service()] },
    {
      title: "an internal network load balancer",
      resources: [networkBalancer({ [`${NLB}internal`]: "true" })],
    },
    { title: "a Service that is no balancer", resources: [inCluster] },
    { title: "a balancer of EKS", resources: [onEks] },
    {
      title: "one of a controller of its own",
      resources: [
        changed(bare(), { spec: { type: "LoadBalancer", loadBalancerClass: "example.com/internal" } }),
      ],
    },
    { title: "a public one in staging", resources: [{ ...bare(), stack: "staging-platform" }] },
  ],
  unknown: [
    { title: "annotations that are not known", resources: [changed(service(), { metadata: UNKNOWN })] },
    { title: "a cluster that is not known", resources: [unknownCluster] },
  ],
};
