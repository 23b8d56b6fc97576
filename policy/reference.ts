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

What a causeway platform refuses to deploy. \`policy/\` is a CrossGuard pack of its own: the embedded engine, the real Pulumi CLI and programs that have nothing else of causeway run the same rules.

## Use it on a program of your own

\`\`\`sh
npm install --save-dev pulumi-causeway @pulumi/policy
pulumi preview --policy-pack node_modules/pulumi-causeway/policy
\`\`\`

Rules that need to know nothing of your environments work at once, at the levels of production. The others say nothing until they are told; \`causeway audit\` lists them as not judged. To tell them, as many facts as there are:

\`\`\`ts
import { writeFileSync } from "node:fs";
import { policyConfig } from "pulumi-causeway/policy";

writeFileSync("policy-config.json", JSON.stringify(policyConfig("staging", facts)));
\`\`\`

\`\`\`sh
pulumi preview --policy-pack node_modules/pulumi-causeway/policy --policy-pack-config policy-config.json
\`\`\`

The file is plain JSON and can be written by hand: the id of each rule, with an \`enforcementLevel\` and the facts that the rule needs. In causeway's own deployments the deployer passes it.

## Audit what is deployed

\`\`\`sh
pulumi stack export > export.json
causeway audit --file export.json --policy-pack-config policy-config.json
causeway audit --env prod
\`\`\`

reads states, of any Pulumi program, and holds them to the same rules; it exits with 3 when something is refused. No secret is opened: what can not be judged without one is listed. It also finds what no preview can: one thing of a cloud that two stacks own. A state says what the last deployment or refresh saw; run \`pulumi refresh\` first to see what was changed by hand.

## Levels

A \`mandatory\` finding stops the deployment, an \`advisory\` one is reported. A rule that is \`disabled\` does not run. The class of an environment decides.`;

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

What rules may be told. A stack belongs to the environment that its name begins with: \`dev-network\` to \`dev\`. Where the environments are not told, a word of the stack's name (\`dev\`, \`staging\`, \`prod\`, \`production\`) decides the class.`;

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

A waiver accepts a finding for a time. It is an entry of \`policy/waivers/index.ts\`, or of the fact \`waivers\`: \`rule\`, \`stack\`, \`resource\` (as \`type::name\`; \`*\` stands for any characters in both), \`reason\`, \`owner\`, \`expires\` (the last day, \`YYYY-MM-DD\`). The finding stays in every report, as advice, with owner and reason. A waiver that is over, incomplete, that covers no finding of its stack, or whose stack is none of the platform's is refused itself.`;

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
