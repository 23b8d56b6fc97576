import { isArgo } from "../lib/argo";
import { dig, entriesOf } from "../lib/dig";
import { forEach, inTurn } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY = "List what the project's applications need.";

/** A project is what keeps one team's repository out of another's namespaces. */
export const argocdProjectBounded = defineRule({
  id: "argocd-project-bounded",
  description: "Argo CD projects list their repositories, destinations and cluster-wide kinds.",
  severity: "high",
  needs: [],
  serves: ["GO-34"],
  remediationSteps:
    "Replace each * by the repositories, namespaces and kinds that the project's applications need.",

  check(resource, _place, report) {
    if (!isArgo(resource, "AppProject")) return;
    const { spec } = resource.props;
    inTurn(
      () => {
        forEach(entriesOf(dig(spec, "sourceRepos")), ({ key, read }) => {
          if (read() !== "*") return;
          report({
            resource,
            path: `spec.sourceRepos[${key}]`,
            value: "*",
            problem: "any repository may be deployed",
            remedy: REMEDY,
          });
        });
      },
      () => {
        forEach(entriesOf(dig(spec, "destinations")), ({ key, read }) => {
          const destination = read();
          const field = ["namespace", "server", "name"].find((name) => dig(destination, name) === "*");
          if (field === undefined) return;
          report({
            resource,
            path: `spec.destinations[${key}].${field}`,
            value: "*",
            problem: "its applications may change what belongs to others",
            remedy: REMEDY,
          });
        });
      },
      () => {
        forEach(entriesOf(dig(spec, "clusterResourceWhitelist")), ({ key, read }) => {
          if (dig(read(), "kind") !== "*") return;
          report({
            resource,
            path: `spec.clusterResourceWhitelist[${key}].kind`,
            value: "*",
            problem: "its applications may grant themselves the cluster",
            remedy: REMEDY,
          });
        });
      },
    );
  },
});
