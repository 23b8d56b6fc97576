/** What a change opens to the internet, whichever of its parts do so together. */
import type { Exposure } from "../../../lib/reachability";
import type { Risk } from "../model";
import type { ReachChange } from "../rehearsal";

export function reachRisks({ opened, broken }: ReachChange): readonly Risk[] {
  const endpoints = new Map<string, Exposure[]>();
  for (const one of opened) {
    const key = JSON.stringify([one.endpoint, one.certain, one.through]);
    endpoints.set(key, [...(endpoints.get(key) ?? []), one]);
  }
  const fails: Risk[] =
    broken === undefined
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
