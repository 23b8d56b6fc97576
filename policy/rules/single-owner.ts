import { metadataOf } from "../lib/namespaces";
import { claimOf, claimOfResource, namespaceMadeBy, trackedBy, type Claim } from "../lib/owners";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Report, type StackResource } from "../rule";
import { matches } from "../waivers/waiver";

const REMEDY =
  "Leave it to one: namespaces, quotas, policies and platform charts to Pulumi, the objects of workloads to Argo CD.";

/** Two owners of one object undo each other's work for ever: what one writes, the other calls drift. */
export const singleOwner = defineRule({
  id: "single-owner",
  description: "Each object of a cluster is declared once: by one resource of a program, or by Argo CD.",
  severity: "high",
  needs: [],
  uses: ["declared"],
  serves: ["CO-08"],
  remediationSteps: REMEDY,

  checkStack(resources, { stack, facts }, report) {
    const others = [
      ...(facts.declared ?? []).filter((one) => matches(one.stack ?? "*", stack)).map(claimOf),
      ...resources.flatMap((resource) => namespaceMadeBy(resource) ?? []),
    ];
    const first = new Map<string, Claim>();
    for (const resource of resources) {
      const claim = claimOfResource(resource);
      if (claim === undefined) continue;
      for (const other of others.filter(({ identity }) => identity === claim.identity)) {
        refuse(resource, claim, `${other.owner} declares it too`, report);
      }
      const key = `${resource.provider?.name ?? ""} ${claim.identity}`;
      const twin = first.get(key);
      first.set(key, twin ?? claim);
      if (twin !== undefined) refuse(resource, claim, `${twin.owner} of this stack declares it too`, report);
      checkTracking(resource, claim, report);
    }
  },
});

function refuse(resource: StackResource, { kind }: Claim, who: string, report: Report): void {
  report({
    resource,
    path: "metadata.name",
    value: ifKnown(() => metadataOf(resource).name),
    problem: `one ${kind} has two owners: ${who}`,
    remedy: REMEDY,
  });
}

function checkTracking(resource: StackResource, { kind }: Claim, report: Report): void {
  const application = trackedBy(resource);
  if (application === undefined) return;
  report({
    resource,
    path: 'metadata.annotations["argocd.argoproj.io/tracking-id"]',
    value: application,
    problem: `one ${kind} has two owners: the Argo CD application ${application} has marked it as its own`,
    remedy: REMEDY,
  });
}
