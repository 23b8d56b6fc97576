import { ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf, ofType } from "../tokens";

const REPOSITORY = "oci:Artifacts/containerRepository:ContainerRepository";
const REMEDY = "Make one of this name with the provider of the other region too, and push to both.";

/** What is to start in the other region is there before this one is lost: a registry copies nothing by itself. */
export const imageInDrRegion = defineRule({
  id: "image-in-dr-region",
  description: "A repository of images has its like in another OCI region, so that a standby can pull them.",
  severity: "high",
  needs: [],
  serves: ["OP-56"],
  remediationSteps: REMEDY,

  checkStack(resources, _place, report) {
    const repositories = ofType(resources, REPOSITORY).map((resource) => {
      const region = ifKnown(() => resource.provider?.props["region"]);
      const name = ifKnown(() => inputsOf(resource, REPOSITORY)?.displayName);
      return { resource, name, region: typeof region === "string" ? region : undefined };
    });
    for (const { resource, name, region } of repositories) {
      if (name === undefined || region === undefined) continue;
      // One whose name or region is not known may be it.
      const like = repositories.some((one) => (one.name ?? name) === name && one.region !== region);
      if (like) continue;
      report({
        resource,
        path: "displayName",
        value: name,
        problem: `its images are in ${region} alone, and nobody can pull them when that region is lost`,
        remedy: REMEDY,
      });
    }
  },
});
