import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const digest = `@sha256:${"0f".repeat(32)}`;
const deployment: Sample = {
  type: "kubernetes:apps/v1:Deployment",
  name: "api",
  stack: "prod-sample",
  props: {
    spec: {
      template: { spec: { containers: [{ name: "api", image: `dxb.ocir.io/acme/api:1.2.3${digest}` }] } },
    },
  },
};
function withImage(image: string, stack = "prod-sample"): Sample {
  const spec = { template: { spec: { containers: [{ name: "api", image }] } } };
  return { ...changed(deployment, { spec }), stack };
}
const chart: Sample = {
  type: "kubernetes:helm.sh/v3:Release",
  name: "chart",
  props: { values: { server: { image: { repository: "vault", tag: "1.21.0" } } } },
};
const task: Sample = {
  type: "aws:ecs/taskDefinition:TaskDefinition",
  name: "task",
  stack: "prod-sample",
  props: { containerDefinitions: JSON.stringify([{ name: "api", image: `api:1${digest}` }]) },
};
const path = "spec.template.spec.containers[0].image";

export const imagePinnedCases: RuleCases = {
  rule: "image-pinned",
  serves: ["OP-58", "SO-06"],
  violating: [
    {
      title: "latest in dev",
      resources: [withImage("api:latest", "dev-sample")],
      says: [`"api": ${path} is "api:latest"`, "with its digest"],
    },
    {
      title: "no tag in dev, from a registry with a port",
      resources: [withImage("registry.internal:5000/api", "dev-sample")],
      says: ["without a tag it is `latest`"],
    },
    {
      title: "a tag in production",
      resources: [withImage("api:1.2.3")],
      says: [`${path} is "api:1.2.3"`, "can be moved"],
    },
    {
      title: "latest in the values of a chart",
      resources: [changed(chart, { values: { a: UNKNOWN, server: { image: { tag: "latest" } } } })],
      says: ['"chart": values.server.image.tag is "latest"'],
    },
    {
      title: "a tag in an ECS task",
      resources: [changed(task, { containerDefinitions: JSON.stringify([{ image: "api:2" }]) })],
      says: ['"task": containerDefinitions is "api:2"'],
    },
  ],
  complying: [
    { title: "images with digests", resources: [deployment, task, chart] },
    { title: "a tag in dev", resources: [withImage("api:1.2.3", "dev-sample")] },
  ],
  unknown: [],
  unknownButEnough: [{ title: "an image that is not known", resources: [withImage(UNKNOWN)] }],
};
