import { apart, UNKNOWN, type RuleCases } from "../sample";
import { ha, server, vaultRelease } from "./vault";
import { inProd } from "./argo";

export const vaultHaThreeCases: RuleCases = {
  rule: "vault-ha-three",
  serves: ["SE-06"],
  violating: [
    {
      title: "one server",
      resources: inProd(server({ ha: {} })),
      says: ["values.server.ha.enabled is not set"],
    },
    {
      title: "two servers",
      resources: inProd(ha({ replicas: 2 })),
      says: ["values.server.ha.replicas is 2", "3 or 5"],
    },
    { title: "four servers", resources: inProd(ha({ replicas: 4 })), says: ["no majority"] },
    {
      title: "no Raft",
      resources: inProd(ha({ raft: {} })),
      says: ["values.server.ha.raft.enabled is not set"],
    },
    {
      title: "servers on one node, beside a number that is not known",
      resources: inProd(
        server({ affinity: "", ha: { enabled: true, replicas: UNKNOWN, raft: { enabled: true } } }),
      ),
      says: ['values.server.affinity is ""'],
    },
    {
      title: "no disruption budget",
      resources: inProd(ha({ disruptionBudget: { enabled: false } })),
      says: ["values.server.ha.disruptionBudget.enabled is false"],
    },
  ],
  complying: [
    {
      title: "three or five",
      resources: apart(...inProd(vaultRelease(), ha({ replicas: 5 }), ha({ replicas: undefined }))),
    },
    { title: "one server in dev", resources: [server({ ha: {} })] },
    { title: "an injector alone", resources: inProd(server({ enabled: "false", ha: {} })) },
  ],
  unknown: [{ title: "a number that is not known", resources: inProd(ha({ replicas: UNKNOWN })) }],
};
