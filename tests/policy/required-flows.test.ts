import { describe, expect, test } from "vitest";
import { okeNsgRequiredFlows } from "../../policy/rules/oke-nsg-required-flows";
import type { Facts } from "../../policy/facts";
import type { Finding, StackResource } from "../../policy/rule";
import { all, ground, planned, rule } from "./rules/oke-nsg";
import { urnOf, type Sample } from "./sample";

/** What the rule says of resources whose values are all known. */
function found(samples: readonly Sample[]): Finding[] {
  const findings: Finding[] = [];
  const resources = samples.map(({ type, name = "sample", props }): StackResource => ({
    ...{ type, name, props, protect: false, sources: () => [] },
    urn: urnOf({ type, name, props }),
  }));
  const place = { stack: "dev-oci-network-dxb", facts: {} as Facts, today: "2026-11-25" };
  okeNsgRequiredFlows.checkStack?.(resources, place, (finding) => findings.push(finding));
  return findings;
}

/** Both halves of every flow that OKE's guide lists, as the network component calls its rules. */
const NEEDED = [
  ["workers", "api-endpoint", "tcp-6443"],
  ["workers", "api-endpoint", "tcp-12250"],
  ["pods", "api-endpoint", "tcp-6443"],
  ["pods", "api-endpoint", "tcp-12250"],
  ["api-endpoint", "workers", "tcp-10250"],
  ["api-endpoint", "pods", "tcp-1-65535"],
  ["workers", "pods", "tcp-1-65535"],
  ["pods", "workers", "tcp-1024-65535"],
  ["pods", "pods", "anything"],
  ["load-balancer", "workers", "tcp-30000-32767"],
  ["load-balancer", "workers", "tcp-10256"],
].flatMap(([from = "", to = "", on = ""]) => [`${from}-to-${to}-${on}`, `${to}-from-${from}-${on}`]);
const ONE_END = [
  "api-endpoint-to-oracle-services-tcp-443",
  "workers-to-oracle-services-tcp-1-65535",
  "pods-to-oracle-services-tcp-1-65535",
  "api-endpoint-from-bastion-tcp-6443",
];

describe("the flows that OKE needs", () => {
  test("OK-18, OK-46 are all there in what the network component makes", () => {
    expect(found(all)).toEqual([]);
  });

  test.each([...NEEDED, ...ONE_END])("OK-18, OK-46 without %s one is missing, and only that", (key) => {
    const left = planned.filter((one) => one.key !== key);
    expect(left).toHaveLength(planned.length - 1);
    const findings = found([...ground, ...left.map((one) => rule(one))]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.path).toBe(key.includes("-to-") ? "egress" : "ingress");
  });
});
