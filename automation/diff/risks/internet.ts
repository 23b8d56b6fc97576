/** What a change opens to the internet, whichever of its parts do so together. */
import { shortUrn } from "../../deploy/urn";
import type { Risk } from "../model";
import type { Opened, ReachChange } from "../rehearsal";
import { alike, type Several } from "./alike";

/**
 * Risks of single resources together with what the internet newly reaches. Each cause is told once: what opens a way in with
 * the way that it opens, and that a deployment fails with the resource at which it does.
 */
export function withReach(own: readonly Risk[], { opened, broken }: ReachChange): readonly Risk[] {
  const openings = openingsOf(opened, own);
  const told = new Set(openings.flatMap(({ causes }) => causes));
  const fails: Risk[] =
    broken === undefined || own.some((risk) => foretells(risk, broken))
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
  return [...own.filter((risk) => !told.has(risk)), ...fails, ...openings.map(openingRisk)];
}

/** What the internet newly reaches for the same causes. */
interface Opening {
  /** Of each endpoint, by one way, all that is reached. */
  readonly ways: readonly Several<Opened>[];
  /** Risks of single resources that open them; none where only several parts together do. */
  readonly causes: readonly Risk[];
}

function openingsOf(opened: readonly Opened[], own: readonly Risk[]): readonly Opening[] {
  const ways = alike(opened, ({ endpoint, certain, through }) => [endpoint, certain, through]);
  const wider = own.filter(({ kind }) => kind === "internet-wider");
  let openings: Opening[] = [];
  for (const way of ways) {
    const by = new Set(way.flatMap((one) => one.by));
    const causes = wider.filter(({ urn = "" }) => by.has(urn));
    const same = openings.filter((one) => one.causes.some((cause) => causes.includes(cause)));
    const all = new Set([...same.flatMap((one) => one.causes), ...causes]);
    openings = [
      ...openings.filter((one) => !same.includes(one)),
      { ways: [...same.flatMap((one) => one.ways), way], causes: wider.filter((one) => all.has(one)) },
    ];
  }
  return openings;
}

function openingRisk({ ways, causes }: Opening): Risk {
  const stacks = [...new Set(causes.map(({ stack }) => stack))];
  const urns = causes.flatMap(({ urn }) => urn ?? []);
  const why = causes.map(({ message }) => message.replace(/\.$/, "")).join("; ");
  return {
    kind: "internet-wider",
    severity: causes.length > 0 || ways.flat().some(({ certain }) => certain) ? "high" : "medium",
    ...(stacks.length === 1 ? { stack: stacks[0] } : {}),
    ...(urns.length === 1 ? { urn: urns[0] } : {}),
    ...(urns.length > 1 ? { urns } : {}),
    message: `The internet ${ways.map(wayText).join(", ")}: ${why || "routes, groups and lists together let it"}.`,
    advice:
      [...new Set(causes.map(({ advice }) => advice))].join(" ") ||
      "Close one of the steps unless that is meant; causeway path names each.",
  };
}

function wayText(all: Several<Opened>): string {
  const [one] = all;
  const ports = all.map(({ protocol, ports: [first, last] }) =>
    first === 1 && last === 65535
      ? `all ports of ${protocol.toUpperCase()}`
      : `${protocol.toUpperCase()} ${first}${last === first ? "" : ` to ${last}`}`,
  );
  const through = one.through.length === 0 ? "" : ` through ${one.through.join(", then ")}`;
  return `${one.certain ? "now reaches" : "may now reach"} ${one.endpoint} on ${ports.join(", ")}${through}`;
}

/** Whether a risk is of the resource at which a stack fails, with which the message begins. */
const foretells = (
  { kind, stack, urn = "" }: Risk,
  broken: { readonly stack: string; readonly message: string },
): boolean =>
  kind === "deployment-fails" && stack === broken.stack && broken.message.startsWith(`${shortUrn(urn)}:`);
