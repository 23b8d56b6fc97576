import { eachText } from "../lib/walk";
import { defineRule } from "../rule";

const HOST = /(?:^|["\s/])([^"\s/]*)\.dkr\.ecr(?:-fips)?\./;
const TYPES = /^(kubernetes:|aws:(lambda|ecs|sagemaker)\/)/;

/** A registry of an account that there is not is somebody's to come. */
export const k8sEcrAccountValid = defineRule({
  id: "k8s-ecr-account-valid",
  description: "An image of ECR names its account by 12 digits.",
  severity: "medium",
  needs: [],
  serves: ["GO-22"],
  remediationSteps: "Write <account, 12 digits>.dkr.ecr.<region>.amazonaws.com/<repository>.",

  check(resource, _place, report) {
    if (!TYPES.test(resource.type)) return;
    eachText(resource.props, (text, path) => {
      const account = HOST.exec(text)?.[1];
      // A chart's or a generator's own template is filled in later.
      if (account === undefined || account.includes("{{") || /^\d{12}$/.test(account)) return;
      report({
        resource,
        path,
        value: text,
        problem: `${account === "" ? "no account" : account} is no account of AWS, whose ids have 12 digits`,
        remedy: "Name the account that holds the repository.",
      });
    });
  },
});
