import type { Finding, GatewayReport } from "../../deploy/gateway-doctor";

/** The schema of `causeway doctor gateway --json`. */
export const DOCTOR_GATEWAY_SCHEMA = "causeway.doctor-gateway/1";

interface Where {
  readonly env: string;
  readonly simulated: boolean;
}

export function gatewayDocument(
  where: Where,
  { gateways, findings }: GatewayReport,
  exitCode: number,
): string {
  const document = { schema: DOCTOR_GATEWAY_SCHEMA, ...where, exitCode, gateways, findings };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export function gatewayText({ gateways, findings }: GatewayReport): string {
  const count = (state: Finding["state"]) => findings.filter((one) => one.state === state).length;
  const [wrong, doubtful] = [count("failed"), count("warning")];
  const end =
    wrong + doubtful === 0
      ? "Nothing is wrong, as far as states tell. causeway probe api calls it."
      : `${wrong} wrong, ${doubtful} doubtful. The first of them is the usual cause; mend it and look again.`;
  return [...gateways, ...findings.map(line), end, ""].join("\n");
}

function line({ check, state, resource, seen, remedy }: Finding): string {
  if (state === "ok") return `ok       ${check}: ${seen}`;
  const first = `${state.padEnd(7)}  ${check}: ${resource}: ${seen}`;
  return remedy === undefined ? first : `${first}\n         remedy: ${remedy}`;
}
