import type { OutputMap } from "@pulumi/pulumi/automation";
import type { GateCheck, Stack } from "../../stacks/define/stack";
import { Redactor } from "../engine/redact";
import type { Failure } from "./failure";

/** What a stack's gate found. */
export interface GateResult {
  readonly checks: readonly GateCheck[];
  readonly failure?: Failure;
}

export const NO_GATE: GateResult = { checks: [] };

/** Judges a stack by its outputs; what needs it may start when there is no failure. */
export function judge(stack: Pick<Stack, "gate">, outputs: OutputMap): GateResult {
  if (stack.gate === undefined) return NO_GATE;
  const values = Object.fromEntries(
    Object.entries(outputs).map(([key, { value }]) => [key, value as unknown]),
  );
  const secrets = secretsIn(outputs);
  try {
    const checks = stack.gate(values).map((one) => ({ ...one, evidence: secrets.redact(one.evidence) }));
    const failed = checks.filter(({ passed }) => !passed);
    if (failed.length === 0) return { checks };
    return { checks, failure: gateFailure(failed.map(({ check, evidence }) => `${check}: ${evidence}`)) };
  } catch (error) {
    return {
      checks: [],
      failure: gateFailure([
        `it could not judge: ${secrets.redact(error instanceof Error ? error.message : String(error))}`,
      ]),
    };
  }
}

/** A gate sees secrets in the clear; what it says of them is shown. */
function secretsIn(outputs: OutputMap): Redactor {
  const redactor = new Redactor();
  for (const { value, secret } of Object.values(outputs)) if (secret) redactor.hideMembers(value);
  return redactor;
}

function gateFailure(lines: readonly string[]): Failure {
  return { kind: "gate", message: lines.map((line) => `gate: ${line}`).join("\n") };
}
