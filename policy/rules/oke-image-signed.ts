import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const CLUSTER = "oci:ContainerEngine/cluster:Cluster";

/** Only images that the platform's own key has signed run. */
export const okeImageSigned = defineRule({
  id: "oke-image-signed",
  description: "An OKE cluster runs signed images only.",
  severity: "medium",
  needs: [],
  serves: ["OP-21"],
  remediationSteps: "Sign every image with a key of the vault, then set imagePolicyConfig with that key.",

  check(resource, _place, report) {
    const cluster = inputsOf(resource, CLUSTER);
    if (cluster === undefined) return;
    const config = cluster.imagePolicyConfig;
    if (config?.isPolicyEnabled !== true) {
      report({
        resource,
        path: "imagePolicyConfig.isPolicyEnabled",
        value: config?.isPolicyEnabled,
        problem: "any image that can be pulled runs, whoever made it",
        remedy: "Set it to true, with the keys, once every image is signed, those of the platform included.",
      });
    } else if ((config.keyDetails ?? []).length === 0) {
      report({
        resource,
        path: "imagePolicyConfig.keyDetails",
        value: config.keyDetails,
        problem: "no key says which signature counts",
        remedy: "Name the key that images are signed with.",
      });
    }
  },
});
