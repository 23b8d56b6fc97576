import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "./adapt";
import { PACKS } from "./packs";
import { RULES } from "./rules";

/** The pack as CrossGuard starts it. Levels are those of prod until the configuration says otherwise. */
new PolicyPack("causeway", {
  description: "What a causeway platform refuses to deploy",
  policies: RULES.map((rule) => toPolicy(rule, PACKS.prod[rule.id] ?? "disabled")),
});
