/** What is told where a change would replace or delete something that is protected. */
import type { EventFold } from "./events";
import { shortUrn } from "./urn";

const REFUSED = [
  { doing: "replaced", message: /unable to replace resource "(?<urn>[^"]+)"\s.*marked for protection/s },
  { doing: "deleted", message: /resource "(?<urn>[^"]+)" cannot be deleted\s+because it is protected/s },
];

/**
 * The engine's word on a protected resource in terms of the platform: what would go and because of what, and how it is let go
 * if that is meant; undefined for a message about anything else.
 *
 * @param unprotect how, by the type of the resource; one that is not there has an argument `protect`, as a rule.
 */
export function protectionText(
  message: string,
  fold: EventFold,
  unprotect: Readonly<Record<string, string>>,
): string | undefined {
  const found = REFUSED.flatMap(({ doing, message: pattern }) => {
    const urn = pattern.exec(message)?.groups?.["urn"];
    return urn === undefined ? [] : [{ doing, urn }];
  })[0];
  if (found === undefined) return undefined;
  const { doing, urn } = found;
  const causes = fold.resources.find((one) => one.urn === urn)?.replacing ?? [];
  const because = doing === "replaced" && causes.length > 0 ? ` because of ${causes.join(", ")}` : "";
  const resource = shortUrn(urn);
  const how =
    unprotect[resource.slice(0, resource.indexOf(" "))] ??
    "Deploy it once with the argument protect: false of its component, where there is one.";
  return `${resource} would be ${doing}${because}, and is protected from that. Take the change back; or, if it is meant: ${how}`;
}
