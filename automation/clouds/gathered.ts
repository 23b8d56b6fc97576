import type { Use } from "./kind";

/**
 * Puts the actions that are refused for one reason into one use, so that a thing is named once.
 *
 * @param what names the use, with `{}` for its actions.
 * @param verdicts the actions, each with the reason why it is refused or none.
 * @param words makes the refusal.
 */
export function gathered(
  what: string,
  verdicts: readonly (readonly [action: string, why: string | undefined])[],
  words: (actions: string, why: string) => string,
): Use[] {
  const reasons = new Set(verdicts.flatMap(([, why]) => why ?? []));
  const actionsFor = (reason: string | undefined): string =>
    verdicts.flatMap(([action, why]) => (why === reason ? [action] : [])).join(", ");
  const allowed = actionsFor(undefined);
  return [
    ...(allowed === "" ? [] : [{ what: what.replace("{}", allowed) }]),
    ...[...reasons].map((why) => ({
      what: what.replace("{}", actionsFor(why)),
      refusal: words(actionsFor(why), why),
    })),
  ];
}
