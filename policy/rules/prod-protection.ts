import { STATEFUL, valueAt } from "../lib/stateful";
import { defineRule, type Report, type Resource } from "../rule";

/** Production data survives a mistake in a program. */
export const prodProtection = defineRule({
  id: "prod-protection",
  description:
    "In production, what holds data is protected from deletion by Pulumi and, where it can be, by its service.",
  severity: "high",
  needs: [],
  serves: ["OP-31", "SE-50"],
  absorbs: ["protect-stateful", "db-protected"],
  remediationSteps: "Create it with the resource option protect: true and the service's own deletion lock.",

  check(resource, place, report) {
    const stateful = STATEFUL[resource.type];
    if (place.class !== "prod" || stateful?.durable !== true) return;
    if (!resource.protect) {
      report({
        resource,
        path: "options.protect",
        value: false,
        problem: "an edit of the program or a destroy deletes production data",
        remedy: "Create it with the resource option protect: true.",
      });
    }
    if (stateful.lock !== undefined) checkLock(resource, stateful.lock, report);
  },
});

function checkLock(
  resource: Resource,
  { path, value }: { readonly path: string; readonly value: unknown },
  report: Report,
): void {
  const given = valueAt(resource.props, path);
  // A switch that must be off may be left out; one that must be on may not.
  if (given === value || (value === false && given === undefined)) return;
  report({
    resource,
    path,
    value: given,
    problem: "the service itself would let it be deleted",
    remedy: `Set it to ${JSON.stringify(value)}.`,
  });
}
