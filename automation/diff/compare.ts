/** From the reports of a rehearsal to what is told of an environment. Pure. */
import { byText } from "../../lib/by-text";
import { opaqueToRules, type PolicyFinding, type ResourceReport, type StackReport } from "../deploy/report";
import type { AffectedStack } from "./affected";
import type { Description } from "./description";
import type { EnvironmentDiff, Finding, ResourceDiff, StackDiff } from "./model";
import type { PolicyUse } from "./policy-use";
import type { Rehearsal } from "./rehearsal";
import type { InputsOf } from "./risk";
import type { Told } from "./stage";
import { deletedOf, resourcesOf, withOrigins } from "./resources";
import { differences } from "./values";

export interface Compared {
  readonly base: Description;
  readonly head: Description;
  readonly rehearsal: Rehearsal;
  readonly policies: PolicyUse;
  /** Takes what is this machine's own out of a message. */
  readonly clean: (text: string) => string;
}

/** The difference without what is judged of it: risks are empty. */
export function compare(compared: Compared): EnvironmentDiff {
  const { base, head, rehearsal, policies, clean } = compared;
  const { env } = rehearsal;
  const [before, after] = [base.environments[env], head.environments[env]];
  const stacks = stacksOf(compared);
  const failed = stacks.some(({ status }) => status === "failed" || status === "not-compared");
  const changed = stacks.some(({ status }) => status !== "unchanged");
  return {
    name: env,
    status:
      before === undefined
        ? "added"
        : after === undefined
          ? "removed"
          : failed
            ? "failed"
            : changed
              ? "changed"
              : "unchanged",
    settings: differences(before?.settings ?? {}, after?.settings ?? {}),
    stacks: [...stacks],
    risks: [],
    findings: [...findingsOf(rehearsal, policies, env, clean)],
    cost: { currency: "USD", monthly: null, atLeast: false, lines: [], unknown: [] },
    notCompared: [...chartsIn(rehearsal), ...reachGaps(rehearsal, clean)],
  };
}

/** Releases that differ, of whose objects nothing is told. */
function chartsIn({ head }: Rehearsal): readonly string[] {
  const differs = new Set(
    head.stacks.flatMap(({ resources }) => resources.filter(({ op }) => op !== "same").map(({ urn }) => urn)),
  );
  return opaqueToRules(head.stacks)
    .filter(({ urn }) => differs.has(urn))
    .map(({ stack, name, chart, version }) => {
      const what = [chart, version].filter((part) => part !== "").join(" ");
      return `${stack}: the objects that Helm makes of ${name} (${what || "a chart"}) are neither compared nor judged; read the chart's own notes.`;
    });
}

/** So many gaps are told; the others are counted. */
const GAPS = 3;

function reachGaps({ reach }: Rehearsal, clean: (text: string) => string): readonly string[] {
  if (reach === undefined) return [];
  const { gaps, broken } = reach;
  const more = gaps.length > GAPS ? ` and ${gaps.length - GAPS} more, which causeway path lists` : "";
  return [
    ...(broken === undefined
      ? []
      : [
          `What the internet reaches is told without ${broken.stack}, which fails when it is deployed: ${clean(broken.message).split("\n")[0] ?? ""}.`,
        ]),
    ...(gaps.length === 0
      ? []
      : [`What the internet reaches is judged without: ${gaps.slice(0, GAPS).join("; ")}${more}.`]),
  ];
}

/** Inputs of a resource before and after, by stack and URN. */
export function inputsIn({ base, head }: Rehearsal): InputsOf {
  const of = ({ stacks }: Told) =>
    new Map(
      stacks.flatMap(({ name, resources }) =>
        resources.map((resource) => [`${name}\n${resource.urn}`, resource] as const),
      ),
    );
  const [was, is] = [of(base), of(head)];
  return (stack, urn) => {
    const [old, now] = [was.get(`${stack}\n${urn}`), is.get(`${stack}\n${urn}`)];
    const region = now?.region ?? old?.region;
    return now === undefined
      ? { before: old?.after, region }
      : { before: now.before, after: now.after, region };
  };
}

function stacksOf({ base, head, rehearsal, clean }: Compared): readonly StackDiff[] {
  const [was, is] = [rehearsal.base, rehearsal.head].map(
    ({ stacks }) => new Map(stacks.map((stack) => [stack.name, stack])),
  );
  const told = rehearsal.stacks.map((stack) => {
    const [old, now] = [was?.get(stack.name), is?.get(stack.name)];
    return { stack, old, now, ...resultOf(stack, old, now, rehearsal) };
  });
  const origins = withOrigins(told.map(({ stack, resources }) => ({ name: stack.name, resources })));
  return told.map(({ stack, now, status, failure }): StackDiff => {
    const resources = origins.get(stack.name) ?? [];
    const described = [...head.stacks, ...base.stacks].find(({ name }) => name === stack.name);
    const { phase = "", needs = {} } = described ?? {};
    return {
      ...{ name: stack.name, phase, status, because: stack.because },
      needs: [...new Set(Object.values(needs).map((need) => need.stack))],
      ...(failure === undefined ? {} : { failure: clean(failure) }),
      counts: countsOf(resources, stack.because === "gone" ? undefined : now),
      resources: [...resources],
    };
  });
}

interface StackResult {
  readonly status: StackDiff["status"];
  readonly failure?: string;
  readonly resources: readonly ResourceDiff[];
}

function resultOf(
  { name, because }: AffectedStack,
  old: StackReport | undefined,
  now: StackReport | undefined,
  { base, same, blocked }: Rehearsal,
): StackResult {
  if (because === "unchanged" || same.has(name)) return { status: "unchanged", resources: [] };
  const broken = old !== undefined && old.result !== "succeeded";
  if (broken) {
    // What waits says for whom; that one may be a stack that nothing else is told of.
    const causes = base.stacks.filter(({ result }) => result === "failed");
    const why = old.result === "failed" || causes.length === 0 ? [old] : causes;
    const told = why.map(({ name: of, failure }) => `${of}: ${failure?.message ?? old.result}`);
    const failure = `the base can not be deployed: ${told.join("\n")}`;
    return { status: "not-compared", failure, resources: [] };
  }
  if (because === "gone")
    return { status: "removed", resources: old === undefined ? [] : deletedOf(old, base.dependencies) };
  if (now === undefined) {
    const failure = `waits for ${blocked.get(name)?.join(", ") ?? "what it needs"}`;
    return { status: "not-compared", failure, resources: [] };
  }
  const resources = resourcesOf(now, base.dependencies);
  if (now.result === "failed") return { status: "failed", failure: now.failure?.message ?? "", resources };
  if (now.result !== "succeeded") {
    return { status: "not-compared", failure: now.failure?.message ?? now.result, resources };
  }
  if (because === "new") return { status: "added", resources };
  return { status: resources.length === 0 ? "unchanged" : "changed", resources };
}

function countsOf(resources: readonly ResourceDiff[], now: StackReport | undefined): StackDiff["counts"] {
  const count = (...actions: readonly ResourceDiff["action"][]) =>
    resources.filter(({ action }) => actions.includes(action)).length;
  const told = new Set(resources.map(({ urn }) => urn));
  // A rename, or another option, is told of, though it is nothing to the clouds.
  const isSame = ({ op, urn }: ResourceReport) => op === "same" && !told.has(urn);
  return {
    created: count("create", "import"),
    updated: count("update"),
    undecided: count("undecided"),
    replaced: count("replace"),
    deleted: count("delete"),
    renamed: count("rename"),
    moved: count("move"),
    unchanged: (now?.resources ?? []).filter(isSame).length,
  };
}

function findingsOf(
  { base, head }: Rehearsal,
  policies: PolicyUse,
  env: string,
  clean: (text: string) => string,
): readonly Finding[] {
  const looked = new Set(head.stacks.map(({ name }) => name));
  const renamed = new Map(
    head.stacks.flatMap(({ resources }) =>
      resources.flatMap(({ urn, from }) => (from === undefined ? [] : [[from, urn] as const])),
    ),
  );
  const keyOf = ({ rule, urn = "", stack }: PolicyFinding) =>
    [rule, stack, renamed.get(urn) ?? urn].join("\n");
  const [was, is] = [base.policy, head.policy];
  const [old, now] = [was, is].map((findings) => new Set(findings.map(keyOf)));
  const told = (finding: PolicyFinding, change: Finding["change"]): Finding => ({
    rule: finding.rule,
    level: finding.level === "undecided" ? "undecided" : levelOf(policies, env, finding.rule),
    change,
    stack: finding.stack,
    ...(finding.urn === undefined ? {} : { urn: finding.urn }),
    ...(finding.line === undefined ? {} : { line: finding.line }),
    message: clean(finding.level === "undecided" ? undecidedText(finding.message) : finding.message),
  });
  const fresh = is.filter((finding) => old?.has(keyOf(finding)) !== true).map((one) => told(one, "new"));
  const fixed = was
    // What is judged in a preview alone, or no more, is not mended by that.
    .filter((finding) => finding.level !== "undecided" && now?.has(keyOf(finding)) !== true)
    .filter(({ stack }) => looked.has(stack) || head.stacks.length === 0)
    .map((one) => told(one, "fixed"));
  const stackOf = (full: string) => (full.startsWith(`${env}-`) ? full.slice(env.length + 1) : full);
  const waived = policies
    .waived(env)
    .map(({ rule, stack = "*", resource = "", reason = "", owner = "", expires = "" }): Finding => ({
      ...{ rule, level: levelOf(policies, env, rule), change: "waived", stack: stackOf(stack) },
      message: `${resource}: ${reason} (${owner}, until ${expires})`,
    }));
  const order = ({ change, rule, stack, urn = "", message }: Finding) =>
    [change, rule, stack, urn, message].join("\n");
  return [...fresh, ...fixed, ...waived].sort((a, b) => byText(order(a), order(b)));
}

/** What the policy SDK says of a rule that reads a value which a preview does not have, in words for people. */
function undecidedText(message: string): string {
  const read = /(?:value at )?\.?(\S+) can't be known during preview/.exec(message)?.[1];
  return read === undefined ? message : `Judged when it is deployed: no preview can know ${read}.`;
}

function levelOf(policies: PolicyUse, env: string, rule: string): Finding["level"] {
  return policies.levelOf(env, rule) === "advisory" ? "advisory" : "mandatory";
}
