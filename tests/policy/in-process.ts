// Asks rules as `@pulumi/policy` does, in this process and thus thousands of times: the real analyzer is for the cases.
import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import * as proxies from "@pulumi/policy/proxy";
import { toPolicy } from "../../policy/adapt";
import { policyConfig } from "../../policy/config";
import { isUnknown } from "../../policy/lib/unknown";
import type { Rule } from "../../policy/rule";
import { RULES } from "../../policy/rules";
import { FACTS } from "./facts";
import { urnOf, type Sample } from "./sample";

/** What the SDK wraps inputs in; its declarations leave it out. */
const { unknownCheckingProxy } = proxies as unknown as { unknownCheckingProxy: <T>(value: T) => T };
const config = policyConfig("prod", FACTS);

/** What rules say of a program, asked as `@pulumi/policy` asks them; what is not known puts a rule off there. */
export function saidOf(program: readonly Sample[], rules: readonly Rule[] = RULES): string[] {
  const resources = asked(program);
  return rules.flatMap((rule) => {
    const said: string[] = [];
    const report = (violation: string | { readonly message: string }) => {
      said.push(`${rule.id}: ${typeof violation === "string" ? violation : violation.message}`);
    };
    const policy = toPolicy(rule, "mandatory");
    const more = {
      getConfig: () => config[rule.id] ?? {},
      notApplicable: () => undefined,
      stackTags: new Map<string, string>(),
    };
    if ("validateResource" in policy)
      for (const resource of resources) {
        const args = { ...resource, ...more } as unknown as ResourceValidationArgs;
        untilUnknown(() => [policy.validateResource].flat()[0]?.(args, report));
        untilUnknown(() => policy.remediateResource?.(args));
      }
    if ("validateStack" in policy)
      untilUnknown(() =>
        policy.validateStack({ resources, ...more } as unknown as StackValidationArgs, report),
      );
    return said;
  });
}

function asked(program: readonly Sample[]): PolicyResource[] {
  return program.map((sample) => {
    const { type, name = "sample", props, provider, protect = false } = sample;
    const dependencies = Object.entries(sample.sources ?? {}).map(([property, names]) => [
      property,
      program
        .filter((other) => names.includes(other.name ?? "sample"))
        .map((other) => ({ urn: urnOf(other) })),
    ]);
    return {
      type,
      name,
      urn: urnOf(sample),
      props: unknownCheckingProxy(props),
      opts: { protect },
      provider: provider && { name: "provider", ...provider, props: unknownCheckingProxy(provider.props) },
      propertyDependencies: Object.fromEntries(dependencies) as unknown,
    } as unknown as PolicyResource;
  });
}

function untilUnknown(check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!isUnknown(error)) throw error;
  }
}
