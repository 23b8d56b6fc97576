import { withInput } from "../lib/mend";
import { STATEFUL, valueAt } from "../lib/stateful";
import { defineRule, type Report, type Resource } from "../rule";

/** Production data survives a mistake in a program. */
export const prodProtection = defineRule({
  id: "prod-protection",
  description:
    "In production, what holds data is protected from deletion by Pulumi and, where it can be, by its service; an API gateway, from being replaced.",
  severity: "high",
  needs: [],
  serves: ["OP-31", "SE-50"],
  absorbs: ["protect-stateful", "db-protected"],
  remediationSteps: "Create it with the resource option protect: true and the service's own deletion lock.",

  remediates:
    "Sets the service's own deletion lock, in place (deletionProtection and the like); the option protect is no input, and stays to be set.",
  remediate(resource, place) {
    const { durable, lock } = STATEFUL[resource.type] ?? {};
    if (place.class !== "prod" || durable !== true || lock === undefined || lock.path.includes("["))
      return undefined;
    const given = valueAt(resource.props, lock.path);
    if (given === lock.value || (lock.value === false && given === undefined)) return undefined;
    const [first = "", ...path] = lock.path.split(".");
    return withInput(resource.props, [first, ...path], lock.value);
  },

  check(resource, place, report) {
    if (place.class !== "prod") return;
    if (resource.type === GATEWAY) checkGateway(resource, report);
    const stateful = STATEFUL[resource.type];
    if (stateful?.durable !== true) return;
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

/** It keeps no data; a new one has another address, and callers lose it for as long as its name is cached. */
const GATEWAY = "oci:ApiGateway/gateway:Gateway";
/** The tag in which a gateway says why it may be replaced. */
const EXCUSED = "MayBeReplaced";

function checkGateway(resource: Resource, report: Report): void {
  const tags = resource.props["freeformTags"] as Readonly<Record<string, string>> | undefined;
  if (resource.protect || (tags?.[EXCUSED] ?? "") !== "") return;
  report({
    resource,
    path: "options.protect",
    value: false,
    problem: "a change of its subnet replaces it, and callers lose it",
    remedy: `Create it with the resource option protect: true, or say in the tag ${EXCUSED} why it may be replaced.`,
  });
}

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
