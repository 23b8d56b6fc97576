import { UNKNOWN, type RuleCases } from "../sample";
import { all, ground, keyed, planned, rangeOf, rule, without } from "./oke-nsg";

const WORKERS_TO_API = /^workers-to-api-endpoint-tcp-6443$/;

export const okeNsgRequiredFlowsCases: RuleCases = {
  rule: "oke-nsg-required-flows",
  serves: ["OK-18", "OK-46"],
  violating: [
    {
      title: "groups without a rule",
      resources: ground,
      says: ["workers to api-endpoint on TCP 6443", "nodes do not join"],
    },
    {
      title: "one half of a flow, which looks whole from the other end",
      resources: without(WORKERS_TO_API),
      says: ['"group-workers": egress is "workers to api-endpoint on TCP 6443"', "no rule lets it through"],
    },
    {
      title: "fewer node ports than there are",
      resources: [
        ...without(/^workers-from-load-balancer-tcp-30000-32767$/),
        rule(keyed(/^workers-from-load-balancer-tcp-30000-32767$/), {
          tcpOptions: { destinationPortRange: { min: 30_000, max: 31_000 } },
        }),
      ],
      says: ["workers from load-balancer on TCP 30000-32767", "no Service is reached"],
    },
    {
      title: "the range of another subnet",
      resources: [
        ...without(WORKERS_TO_API),
        rule(keyed(WORKERS_TO_API), { destination: rangeOf("pods"), destinationType: "CIDR_BLOCK" }),
      ],
      says: ["workers to api-endpoint on TCP 6443"],
    },
    {
      title: "no path discovery",
      resources: without(/^workers-.*icmp/),
      says: ["workers from anyone on ICMP type 3 code 4", "large packets vanish"],
    },
  ],
  complying: [
    { title: "what the network component makes", resources: all },
    {
      title: "the range of the other end's subnet",
      resources: [
        ...without(WORKERS_TO_API),
        rule(keyed(WORKERS_TO_API), { destination: rangeOf("api-endpoint"), destinationType: "CIDR_BLOCK" }),
      ],
    },
    {
      title: "a network without a cluster",
      resources: ground.filter(({ name }) => !/^group-(workers|pods|api-endpoint)$/.test(name ?? "")),
    },
  ],
  unknown: [
    ...["direction", "protocol", "networkSecurityGroupId", "destination"].map((property) => ({
      title: `a rule whose ${property} is not known`,
      resources: [...without(WORKERS_TO_API), rule(keyed(WORKERS_TO_API), { [property]: UNKNOWN })],
    })),
    {
      title: "a rule for the range of a subnet, which is not known",
      resources: [
        ...without(WORKERS_TO_API).map((one) =>
          one.props["cidrBlock"] === rangeOf("api-endpoint")
            ? { ...one, props: { ...one.props, cidrBlock: UNKNOWN } }
            : one,
        ),
        rule(keyed(WORKERS_TO_API), { destination: rangeOf("api-endpoint"), destinationType: "CIDR_BLOCK" }),
      ],
    },
  ],
  unknownButEnough: [
    {
      title: "groups whose ids are not known, by what their rules are computed from",
      resources: [
        ...ground.map((one) => ("id" in one.props ? { ...one, props: { ...one.props, id: UNKNOWN } } : one)),
        ...planned.map((one) => {
          const { counterpart, direction } = one;
          const end = direction === "EGRESS" ? "destination" : "source";
          const isGroup = counterpart.kind === "group";
          return {
            ...rule(one, { networkSecurityGroupId: UNKNOWN, ...(isGroup ? { [end]: UNKNOWN } : {}) }),
            sources: {
              networkSecurityGroupId: [`group-${one.group}`],
              ...(isGroup ? { [end]: [`group-${counterpart.role}`] } : {}),
            },
          };
        }),
      ],
    },
  ],
};
