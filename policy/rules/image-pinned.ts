import { eachText } from "../lib/walk";
import { defineRule } from "../rule";

/** Where images are named: a container's image, a function's, and what charts take. */
const IMAGE_PATH = /(^|\.)(image|imageUri|imageId)$/;
const TAG_PATH = /(^|\.)image\.tag$/;
const TYPES = /^(kubernetes:|aws:(lambda|ecs)\/|oci:Functions\/|oci:ContainerInstances\/)/;

const DIGEST = /@sha256:[0-9a-f]{64}$/;

/** What runs is what was tested. */
export const imagePinned = defineRule({
  id: "image-pinned",
  description: "No image is `latest` or without a tag; in staging and production every image has a digest.",
  severity: "high",
  needs: [],
  serves: ["OP-58", "SO-06"],
  absorbs: ["k8s-no-latest-image", "vault-image-tag", "solace-image-pinned"],
  remediationSteps: "Name the image with its digest: registry/name:tag@sha256:….",

  check(resource, place, report) {
    if (!TYPES.test(resource.type)) return;
    eachText(resource.props, (text, path) => {
      for (const image of imagesIn(text, path)) {
        const problem = faultOf(image, path, place.class === undefined || place.class !== "dev");
        if (problem === undefined) continue;
        const remedy = "Name the image with its digest: registry/name:tag@sha256:….";
        report({ resource, path, value: image, problem, remedy });
      }
    });
  },
});

/** The images that a text names: itself, or those of the container definitions of an ECS task. */
function imagesIn(text: string, path: string): string[] {
  if (path === "containerDefinitions")
    return [...text.matchAll(/"image"\s*:\s*"([^"]+)"/g)].flatMap(([, image]) => image ?? []);
  // A machine image's OCID has no tag.
  if (text === "" || text.startsWith("ocid1.")) return [];
  return IMAGE_PATH.test(path) || TAG_PATH.test(path) ? [text] : [];
}

function faultOf(image: string, path: string, needsDigest: boolean): string | undefined {
  if (TAG_PATH.test(path)) return image === "latest" ? "it is another image tomorrow" : undefined;
  if (DIGEST.test(image)) return undefined;
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  if (tag === undefined) return "without a tag it is `latest`, which is another image tomorrow";
  if (tag === "latest") return "it is another image tomorrow";
  return needsDigest ? "the tag can be moved to another image" : undefined;
}
