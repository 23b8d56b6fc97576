/** What a change opens to the internet, whichever of its parts do so together. */
import type { Exposure } from "../../../lib/reachability";
import { shortUrn } from "../../deploy/urn";
import type { Risk } from "../model";
import type { ReachChange } from "../rehearsal";

/** @param known risks of single resources: that a deployment fails at one of them is told once. */
export function reachRisks({ opened, broken }: ReachChange, known: readonly Risk[]): readonly Risk[] {
  const endpoints = new Map<string, Exposure[]>();
  for (const one of opened) {
    const key = JSON.stringify([one.endpoint, one.certain, one.through]);
    endpoints.set(key, [...(endpoints.get(key) ?? []), one]);
  }
  const fails: Risk[] =
    broken === undefined || known.some((risk) => foretells(risk, broken))
      ? []
      : [
          {
            kind: "deployment-fails",
            severity: "high",
            stack: broken.stack,
            message: `Deployed on the simulated clouds, ${broken.stack} fails: ${broken.message.split("\n")[0] ?? ""}.`,
            advice: "No preview can tell that. Change it so that it can be deployed over what is there.",
          },
        ];
  const opens = [...endpoints.values()].flatMap((all): Risk[] => {
    const [one] = all;
    if (one === undefined) return [];
    const ports = all.map(({ protocol, ports: [first, last] }) =>
      first === 1 && last === 65535
        ? `all ports of ${protocol.toUpperCase()}`
        : `${protocol.toUpperCase()} ${first}${last === first ? "" : ` to ${last}`}`,
    );
    const way = one.through.length === 0 ? "" : ` through ${one.through.join(", then ")}`;
    return [
      {
        kind: "internet-wider",
        severity: one.certain ? "high" : "medium",
        message: `The internet ${one.certain ? "now reaches" : "may now reach"} ${one.endpoint} on ${ports.join(", ")}${way}: routes, groups and lists together let it.`,
        advice: "Close one of the steps unless that is meant; causeway path names each.",
      },
    ];
  });
  return [...fails, ...opens];
}

/** Whether a risk is of the resource at which a stack fails, with which the message begins. */
const foretells = (
  { kind, stack, urn = "" }: Risk,
  broken: { readonly stack: string; readonly message: string },
): boolean =>
  kind === "deployment-fails" && stack === broken.stack && broken.message.startsWith(`${shortUrn(urn)}:`);
