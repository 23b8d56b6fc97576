import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const provider: Sample = {
  type: "pulumi:providers:aws",
  name: "aws",
  props: { region: "us-east-1" },
};
const target: Sample = {
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name: "target",
  props: { arn: "arn:aws:sqs:us-east-1:111111111111:orders" },
};
const container: Sample = {
  type: "kubernetes:apps/v1:Deployment",
  name: "api",
  props: { spec: { containers: [{ image: "dxb.ocir.io/acme/api:1" }] } },
};

export const regionFromConfigCases: RuleCases = {
  rule: "region-from-config",
  serves: ["CO-20"],
  violating: [
    {
      title: "a provider of another AWS region",
      resources: [changed(provider, { region: "eu-west-1" })],
      says: ['"aws": region is "eu-west-1"', "none of us-east-1, me-dubai-1, me-jeddah-1"],
    },
    {
      title: "a provider of another OCI region",
      resources: [
        { ...changed(provider, { region: "eu-frankfurt-1" }), type: "pulumi:providers:oci", name: "oci" },
      ],
      says: ['"oci": region is "eu-frankfurt-1"'],
    },
    {
      title: "an ARN of another region",
      resources: [changed(target, { arn: "arn:aws:sqs:ap-southeast-2:111111111111:orders" })],
      says: ['"target": arn is "ap-southeast-2"', "Derive it"],
    },
    {
      title: "a host of another region, deep inside and beside an unknown value",
      resources: [
        changed(target, { input: { b: UNKNOWN, endpoints: ["https://s3.us-west-2.amazonaws.com/x"] } }),
      ],
      says: ['input.endpoints[0] is "us-west-2"'],
    },
    {
      title: "a zone of another region",
      resources: [changed(target, { zone: "us-west-2b" })],
      says: ['zone is "us-west-2"'],
    },
    {
      title: "a registry of another region",
      resources: [changed(container, { spec: { containers: [{ image: "iad.ocir.io/acme/api:1" }] } })],
      says: ['"api": spec.containers[0].image is "iad"'],
    },
  ],
  complying: [
    { title: "the regions of the environment", resources: [provider, target, container] },
    { title: "a zone of its region", resources: [changed(target, { zone: "us-east-1a" })] },
    {
      title: "a name that only looks like a region",
      resources: [changed(target, { targetId: "eu-orders-1" })],
    },
    { title: "a region in prose", resources: [changed(target, { description: "moved from eu-west-1" })] },
  ],
  unknown: [],
  unknownButEnough: [{ title: "an ARN that is not known", resources: [changed(target, { arn: UNKNOWN })] }],
};
