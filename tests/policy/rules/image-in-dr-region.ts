import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const by = (region: unknown, name: string, props: Readonly<Record<string, unknown>> = {}): Sample => ({
  ...changed(
    {
      type: "oci:Artifacts/containerRepository:ContainerRepository",
      name,
      props: { displayName: "prod/payments", isImmutable: true, isPublic: false },
    },
    props,
  ),
  provider: { name: `oci-${name}`, type: "pulumi:providers:oci", props: { region } },
});
const dubai = by("me-dubai-1", "dubai");
const jeddah = by("me-jeddah-1", "jeddah");

export const imageInDrRegionCases: RuleCases = {
  rule: "image-in-dr-region",
  serves: ["OP-56"],
  violating: [
    {
      title: "a repository in one region",
      resources: [dubai],
      says: ['"dubai": displayName is "prod/payments"', "in me-dubai-1 alone"],
    },
    {
      title: "another image in the other region",
      resources: [dubai, jeddah, by("me-jeddah-1", "cart", { displayName: "prod/cart" })],
      says: ['"cart": displayName is "prod/cart"', "in me-jeddah-1 alone"],
    },
  ],
  complying: [{ title: "one of the name in each region", resources: [dubai, jeddah] }],
  unknown: [],
  unknownButEnough: [
    {
      title: "another whose name is not known yet",
      resources: [dubai, by("me-jeddah-1", "jeddah", { displayName: UNKNOWN })],
    },
    { title: "one whose region is not known yet", resources: [dubai, by(UNKNOWN, "jeddah")] },
  ],
};
