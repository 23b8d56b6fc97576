import { dig } from "../lib/dig";
import { inTurn } from "../lib/unknown";
import { serverValuesOf } from "../lib/vault";
import { defineRule } from "../rule";

/** Without Vault nothing starts. */
export const vaultHaThree = defineRule({
  id: "vault-ha-three",
  description:
    "In staging and production Vault runs three or five servers with Raft, spread and guarded by a disruption budget.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["SE-06"],
  remediationSteps:
    "Set server.ha.enabled and server.ha.raft.enabled, replicas to 3, and keep the chart's affinity and disruption budget.",

  check(resource, place, report) {
    const values = place.class === "dev" ? undefined : serverValuesOf(resource);
    if (values === undefined) return;
    const refuse = (path: string, value: unknown, problem: string, remedy: string) => {
      report({ resource, path: `values.server.${path}`, value, problem, remedy });
    };
    const server = (...keys: string[]) => dig(values, "server", ...keys);
    inTurn(
      () => {
        const enabled = server("ha", "enabled");
        if (enabled !== true)
          refuse("ha.enabled", enabled, "one server is no Vault while it is away", "Set it to true.");
      },
      () => {
        // vault-helm, values.yaml: three.
        const replicas = server("ha", "replicas") ?? 3;
        if (typeof replicas !== "number" || (replicas >= 3 && replicas % 2 === 1)) return;
        refuse("ha.replicas", replicas, "half of them is no majority", "Set it to 3 or 5.");
      },
      () => {
        const raft = server("ha", "raft", "enabled");
        if (raft !== true)
          refuse("ha.raft.enabled", raft, "its servers share no storage of their own", "Set it to true.");
      },
      () => {
        const affinity = server("affinity");
        if (affinity === "" || affinity === null)
          refuse("affinity", affinity, "one node may hold every server", "Leave out what switches it off.");
      },
      () => {
        const budget = server("ha", "disruptionBudget", "enabled");
        if (budget === false)
          refuse(
            "ha.disruptionBudget.enabled",
            false,
            "an upgrade of the nodes may stop every server",
            "Leave it on.",
          );
      },
    );
  },
});
