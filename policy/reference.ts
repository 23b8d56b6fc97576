import { ENVIRONMENT_CLASSES, FACT_SCHEMAS, type FactName } from "./facts";
import { PACKS } from "./packs";
import type { Rule } from "./rule";
import { RULES } from "./rules";

/** The handbook of the pack, docs/policy.md, made from the rules, the packs and the schemas of the facts. */
export function referenceMarkdown(): string {
  return [HEAD, levels(), FACTS_HEAD, facts(), WAIVERS_TEXT, LIMITS].join("\n\n") + "\n";
}

/** A program, each of its resources with the properties that matter. */
export interface RuleExample {
  readonly title: string;
  /** YAML. */
  readonly program: string;
}

/** A program that a rule refuses, with what it says of it, and one that it accepts. */
export interface RuleExamples {
  readonly bad: RuleExample & { readonly says?: string };
  readonly good: RuleExample;
}

/** The rules one by one, docs/policies.md, with an example of bad and of good from the tests of each. */
export function rulesMarkdown(examples: Readonly<Record<string, RuleExamples>>): string {
  return [RULES_HEAD, ...RULES.map((rule) => section(rule, examples[rule.id]))].join("\n\n") + "\n";
}

const RULES_HEAD = `<!-- Made by scripts/policy-docs.mjs from policy/ and its tests; do not edit. -->

# Policy rules

Each rule of the [policy pack](policy.md), what mends a finding, a program that it refuses and one that it accepts. The programs are the first ones of the rule's tests, which run them through the real analyzer; they show the properties that matter and no others. Where a stack is not named, it is \`dev-sample\`.`;

const HEAD = `<!-- Made by scripts/policy-docs.mjs from policy/; do not edit. -->

# Policy

What causeway refuses to deploy. \`policy/\` is a Pulumi CrossGuard policy pack that also works in Pulumi programs without anything else of causeway. [policies.md](policies.md) describes each rule with examples.

## Use it in a program of your own

causeway is not on the npm registry yet: [own-platform.md](own-platform.md#1-install) shows how to build the package.

\`\`\`sh
npm install --save-dev ../causeway/pulumi-causeway-0.1.0.tgz @pulumi/policy
pulumi preview --policy-pack node_modules/pulumi-causeway/policy
\`\`\`

Most rules work at once, with the levels of production. Rules that need [facts](#facts) about your environments report nothing until you provide them; \`causeway audit\` lists these rules as not judged. Provide the facts that you have:

\`\`\`ts
import { writeFileSync } from "node:fs";
import { policyConfig } from "pulumi-causeway/policy";

const facts = { regions: ["us-east-1"], sites: ["use1"] };
writeFileSync("policy-config.json", JSON.stringify(policyConfig("staging", facts)));
\`\`\`

\`\`\`sh
pulumi preview --policy-pack node_modules/pulumi-causeway/policy --policy-pack-config policy-config.json
\`\`\`

The file is plain JSON: an \`enforcementLevel\` and the facts by rule id. You can also write it by hand. \`causeway up\` and \`preview\` pass it themselves.

## Audit what is deployed

\`\`\`sh
pulumi stack export > export.json
causeway audit --file export.json --policy-pack-config policy-config.json
causeway audit --env prod
\`\`\`

checks the state of any Pulumi program against the same rules, and exits with 3 if a mandatory rule is broken. It decrypts no secrets; what cannot be judged without them is listed. It also finds what no preview can: a cloud resource that two stacks own. The state shows what the last deployment or refresh saw; run \`pulumi refresh\` first to include manual changes.

## Levels

A \`mandatory\` finding stops the deployment, an \`advisory\` one is only reported, and a \`disabled\` rule does not run. The level depends on the class of the environment.`;

function levels(): string {
  return table(
    ["Rule", "Severity", ...ENVIRONMENT_CLASSES, "Needs", "Waivers"],
    RULES.map((rule) => [
      `[\`${rule.id}\`](policies.md#${rule.id})`,
      rule.severity,
      ...ENVIRONMENT_CLASSES.map((cls) => PACKS[cls][rule.id] ?? "disabled"),
      rule.needs.filter((fact) => fact !== "waivers").join(", "),
      rule.waivable === false ? "none" : "yes",
    ]),
  );
}

const FACTS_HEAD = `## Facts

What you can tell the rules about your environments. A stack belongs to the environment whose name its own starts with: \`dev-network\` to \`dev\`. If you provide no environments, a word in the stack's name (\`dev\`, \`staging\`, \`prod\`, \`production\`) decides the class. "Sharpens": the rule works without the fact, and finds more with it.`;

function facts(): string {
  const names = Object.keys(FACT_SCHEMAS) as FactName[];
  return table(
    ["Fact", "What it is", "Needed by", "Sharpens"],
    names.map((name) => [
      `\`${name}\``,
      FACT_SCHEMAS[name].description ?? "",
      namesOf(RULES.filter(({ needs }) => needs.includes(name))),
      namesOf(RULES.filter(({ uses }) => uses?.includes(name))),
    ]),
  );
}

function namesOf(rules: readonly Rule[]): string {
  return rules.map(({ id }) => `\`${id}\``).join(", ");
}

const WAIVERS_TEXT = `## Waivers

A waiver accepts a finding for a limited time. It is an entry of \`policy/waivers/index.ts\`, or of the fact \`waivers\`: \`rule\`, \`stack\`, \`resource\` (as \`type::name\`; \`*\` stands for any characters in both), \`reason\`, \`owner\`, \`expires\` (the last day, \`YYYY-MM-DD\`). The finding stays in every report as advisory, with owner and reason. A waiver that has expired, is incomplete, matches no finding of its stack, or names a stack that the platform does not have, is itself refused.`;

function section(rule: Rule, examples?: RuleExamples): string {
  const lines = [
    `## ${rule.id}`,
    rule.description,
    `To mend it: ${rule.remediationSteps}`,
    [
      `Sees ${[rule.check && "each resource before it is deployed", rule.checkStack && "the stack as a whole"].filter(Boolean).join(" and ")}.`,
      rule.remediates === undefined ? "" : `Level \`remediate\`: ${rule.remediates}`,
      rule.absorbs === undefined ? "" : `Reports for ${rule.absorbs.map((id) => `\`${id}\``).join(", ")}.`,
      rule.serves.length === 0 ? "" : `Serves ${rule.serves.join(", ")}.`,
    ]
      .filter((text) => text !== "")
      .join(" "),
  ];
  return [...lines, ...(examples === undefined ? [] : exampleLines(examples))].join("\n\n");
}

function exampleLines({ bad, good }: RuleExamples): string[] {
  const fenced = (language: string, text: string) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
  return [
    `Refused: ${bad.title}.`,
    fenced("yaml", bad.program),
    ...(bad.says === undefined ? [] : [fenced("text", bad.says)]),
    `Accepted: ${good.title}.`,
    fenced("yaml", good.program),
  ];
}

const LIMITS = `## What the pack does not see

- A resource rule gets new inputs, options and provider, a stack rule the outputs; nobody gets the old state. Rules on a change belong to the deployer's preview.
- Secrets arrive unwrapped, so no rule can tell a secret from a plain value: \`no-plaintext-secret\` goes by place and form, and components check in their constructors.
- A value that is not known in a preview puts the rule off, with advice that names the property. Relations between resources are followed by where a value comes from, so most are seen in a preview too.
- What a program only reads, a \`StackReference\` above all, the Pulumi CLI shows to no policy: \`layer-order\` judges the stacks that the platform declares, and references where an engine shows them. \`runPlatform\` itself ends a program that reads a stack which it does not declare as a need.
- Findings of the embedded engine, in \`causeway preview\` and \`up\`, name the line of the program (\`stacks/events.ts:42\`): the innermost that is of no package, of the TypeScript where it was built with source maps. The Pulumi CLI tells neither policies nor their events where a resource comes from.
- Values that a Helm release takes from files (\`valueYamlFiles\`) are not read: rules on charts leave such a release alone.
- A rule relates resources of one stack. A dead-letter queue or a subnet of another stack is judged there.`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
