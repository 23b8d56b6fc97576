import { apart, UNKNOWN, type RuleCases, type Sample } from "../sample";

const pod = (image: unknown): Sample => ({
  type: "kubernetes:core/v1:Pod",
  name: "pod",
  props: { spec: { containers: [{ name: "app", image }] } },
});

export const k8sEcrAccountValidCases: RuleCases = {
  rule: "k8s-ecr-account-valid",
  serves: ["GO-22"],
  violating: [
    {
      title: "an account with a digit too few",
      resources: [pod("11111111111.dkr.ecr.us-east-1.amazonaws.com/shop:1")],
      says: ['"pod": spec.containers[0].image', "11111111111 is no account"],
    },
    {
      title: "a placeholder",
      resources: [pod("ACCOUNT.dkr.ecr.us-east-1.amazonaws.com/shop:1")],
      says: ["ACCOUNT is no account"],
    },
    {
      title: "no account",
      resources: [pod(".dkr.ecr.us-east-1.amazonaws.com/shop:1")],
      says: ["no account is no account"],
    },
  ],
  complying: [
    {
      title: "accounts, another registry, and a template",
      resources: apart(
        pod("111111111111.dkr.ecr.us-east-1.amazonaws.com/shop:1"),
        pod("ghcr.io/acme/shop:1"),
        pod("{{.account}}.dkr.ecr.us-east-1.amazonaws.com/shop:1"),
      ),
    },
  ],
  unknown: [],
  unknownButEnough: [{ title: "an image that is not known", resources: [pod(UNKNOWN)] }],
};
