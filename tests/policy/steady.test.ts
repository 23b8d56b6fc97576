import { describe, expect, it } from "vitest";
import type { Rule } from "../../policy/rule";
import { RULES } from "../../policy/rules";
import { saidOf } from "./in-process";
import { CASES } from "./rules/index";
import { UNKNOWN, type Case, type Sample } from "./sample";

const ruleOf = (id: string): Rule[] => RULES.filter((rule) => rule.id === id);

/** Rules that read any type of a kind, by where a text stands or by a part of the type's name. */
const OF_ANY_TYPE = [
  "env-no-cross-route",
  "region-from-config",
  "name-and-tags",
  "no-plaintext-secret",
  "iam-no-broad-grant",
  "image-pinned",
  "no-retired-ingress",
  "eso-api-v1",
  "single-owner",
  "gitops-hook-delete-policy",
  "k8s-ecr-account-valid",
  "nsg-no-world-ingress",
  "apigw-limits",
  "vault-server-role-scoped",
  "vault-tls-required",
  "vault-no-root-token",
  "vault-ttl-bounds",
  "vault-cloud-role-narrow",
  "obs-bucket-lifecycle",
];

/** Rules whose cases hold a value that no program computes: the name of a namespace of Kubernetes, an expression. */
const WRITTEN_OUT = ["k8s-default-deny-both", "vault-metrics-alerts"];

describe("a type that only begins or ends like one that a rule knows", () => {
  it.each(CASES.filter(({ rule }) => !OF_ANY_TYPE.includes(rule)))(
    "is as little to $rule as if it were not there",
    ({ rule, violating, complying }) => {
      const tried = new Set<string>();
      for (const { resources } of [...violating, ...complying])
        for (const foreign of resources.filter(({ type }) => !tried.has(type))) {
          tried.add(foreign.type);
          const others = resources.filter((one) => one !== foreign);
          const without = saidOf(others, ruleOf(rule));
          for (const type of [`x${foreign.type}`, `${foreign.type}x`]) {
            const seen = resources.map((one) => (one === foreign ? { ...one, type } : one));
            expect(saidOf(seen, ruleOf(rule)), `${foreign.name} as ${type}`).toEqual(without);
          }
        }
    },
  );
});

describe("what is not known yet", () => {
  it.each(CASES.filter(({ rule }) => !WRITTEN_OUT.includes(rule)))(
    "makes $rule refuse nothing that it accepts",
    ({ rule, complying, unknownButEnough = [] }) => {
      for (const { title, resources } of [...complying, ...unknownButEnough])
        for (const value of valuesIn(resources))
          expect(
            saidOf(withoutKnowing(value, resources), ruleOf(rule)),
            `${title}, ${String(value)} not known`,
          ).toEqual([]);
    },
  );
});

const leaves = (value: unknown): unknown[] =>
  value !== null && typeof value === "object" ? Object.values(value).flatMap(leaves) : [value];

function valuesIn(resources: Case["resources"]): Set<unknown> {
  return new Set(resources.flatMap(({ props }) => leaves(props)).filter((value) => value !== UNKNOWN));
}

/** The program in a preview in which a value, wherever it stands, is computed from the resource whose id, ARN or name it is. */
function withoutKnowing(value: unknown, resources: Case["resources"]): Sample[] {
  const holds = ({ props }: Pick<Sample, "props">) => leaves(props).includes(value);
  const origin = resources.find(({ props }) =>
    ["id", "arn", "url", "name", "cidrBlock", "defaultSecurityListId"].some((key) => props[key] === value),
  );
  return resources.map((one) => {
    const props = replaced(one.props, value) as Sample["props"];
    if (origin === undefined || one === origin || !holds(one)) return { ...one, props };
    const computed = Object.keys(one.props).filter((key) => leaves(one.props[key]).includes(value));
    const from = (key: string) => [...(one.sources?.[key] ?? []), origin.name ?? "sample"];
    return {
      ...one,
      props,
      sources: { ...one.sources, ...Object.fromEntries(computed.map((key) => [key, from(key)])) },
    };
  });
}

function replaced(holder: unknown, value: unknown): unknown {
  if (holder === value) return UNKNOWN;
  if (holder === null || typeof holder !== "object") return holder;
  if (Array.isArray(holder)) return holder.map((item) => replaced(item, value));
  return Object.fromEntries(Object.entries(holder).map(([key, inner]) => [key, replaced(inner, value)]));
}
