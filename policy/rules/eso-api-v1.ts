import { eachText } from "../lib/walk";
import { defineRule } from "../rule";

const TYPES = /^kubernetes:/;
const RETIRED = "external-secrets.io/v1beta1";
const REMEDY = "Write it as external-secrets.io/v1, which has the same fields.";

/** Objects of a version that the operator no longer serves are refused by the API server, or, left behind, no longer read. */
export const esoApiV1 = defineRule({
  id: "eso-api-v1",
  description: `Objects of the External Secrets Operator are of version v1: v1beta1 is no longer served.`,
  severity: "high",
  needs: [],
  serves: ["SE-37"],
  absorbs: ["vault-eso-v1"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    if (!TYPES.test(resource.type)) return;
    const problem = "the operator has not served this version since 0.17";
    const refuse = (path: string, value: string) =>
      report({ resource, path, value, problem, remedy: REMEDY });
    const before = resource.type.startsWith(`kubernetes:${RETIRED}:`);
    if (before) refuse("apiVersion", RETIRED);
    eachText(resource.props, (text, path) => {
      const isVersion =
        /(^|\.)apiVersion$/.test(path) && text === RETIRED && !(before && path === "apiVersion");
      if (isVersion || /^\s*apiVersion:\s*["']?external-secrets\.io\/v1beta1["']?\s*$/m.test(text))
        refuse(path, RETIRED);
    });
  },
});
