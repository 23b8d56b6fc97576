// What docs/policies.md shows of each rule: the first program of its tests that is refused, with what the rule says of it, and
// the first that is accepted. The tests hold both to the real analyzer.
import { stringify } from "yaml";
import { auditStack, policyConfig, readState } from "../../policy/library";
import type { RuleExamples } from "../../policy/reference";
import { stateOf, exportOf } from "./audit/state";
import { FACTS } from "./facts";
import { CASES } from "./rules/index";
import { UNKNOWN, type Case, type Sample } from "./sample";

/** So many lines of YAML are read as a whole. */
const LONGEST = 70;

/** By the id of the rule. */
export function examples(): Readonly<Record<string, RuleExamples>> {
  return Object.fromEntries(
    CASES.map(({ rule, violating: [bad], complying: [good] }) => {
      if (bad === undefined || good === undefined) throw new Error(`${rule} has no example`);
      const says = messagesOf(rule, bad).find((text) => bad.says.every((part) => text.includes(part)));
      return [
        rule,
        {
          bad: { title: bad.title, program: programOf(bad), ...(says === undefined ? {} : { says }) },
          good: { title: good.title, program: programOf(good) },
        },
      ];
    }),
  );
}

function messagesOf(rule: string, { resources }: Case): string[] {
  const { stack = "dev-sample" } = resources[0] ?? {};
  const root: Sample = { type: "pulumi:pulumi:Stack", name: `causeway-${stack}`, stack, props: {} };
  const states = [root, ...resources].flatMap((one) => {
    const { provider } = one;
    if (provider === undefined) return [stateOf(one)];
    const made = stateOf({ name: "provider", stack: one.stack ?? "dev-sample", ...provider });
    return [made, stateOf(one, { provider: `${String(made["urn"])}::1` })];
  });
  const read = readState(exportOf(states));
  if ("fault" in read) throw new Error(`${rule}: ${read.fault}`);
  const audit = auditStack(read, policyConfig("prod", FACTS));
  return audit.findings.filter((finding) => finding.rule === rule).map(({ message }) => message);
}

function programOf({ resources }: Case): string {
  const shown = resources.map(({ type, name = "sample", stack, protect, provider, sources, props }) => ({
    type,
    name,
    ...(stack === undefined ? {} : { stack }),
    ...(protect === undefined ? {} : { protect }),
    ...(provider === undefined ? {} : { provider: provider.props }),
    ...(sources === undefined ? {} : { dependsOn: sources }),
    properties: props,
  }));
  const text = stringify(shown, { lineWidth: 110 });
  // A resource a line where they are many.
  const lines = () => shown.map((one) => `- ${JSON.stringify(one)}\n`).join("");
  return (text.split("\n").length > LONGEST ? lines() : text).replaceAll(UNKNOWN, "(not known yet)");
}
