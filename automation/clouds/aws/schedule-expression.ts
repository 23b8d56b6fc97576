const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
  /** Forms of its own beside numbers, names and ranges of them. */
  readonly own?: RegExp;
}

const fields: readonly Field[] = [
  { name: "minutes", from: 0, to: 59 },
  { name: "hours", from: 0, to: 23 },
  { name: "day-of-month", from: 1, to: 31, own: /^(\?|LW?|\d{1,2}W)$/ },
  { name: "month", from: 1, to: 12, names: months },
  { name: "day-of-week", from: 1, to: 7, names: days, own: /^(\?|L|\w{1,3}L|\w{1,3}#[1-5])$/ },
  { name: "year", from: 1970, to: 2199 },
];

function isIn(field: Field, text: string): boolean {
  if (field.names?.includes(text.toUpperCase()) === true) return true;
  return /^\d+$/.test(text) && Number(text) >= field.from && Number(text) <= field.to;
}

function fieldFault(field: Field, text: string): string | undefined {
  const wrong = text.split(",").find((part) => {
    const range = part.replace(/\/\d+$/, "");
    return range !== "*" && field.own?.test(range) !== true && !range.split("-").every((e) => isIn(field, e));
  });
  if (wrong === undefined) return undefined;
  return `"${wrong}" is not in ${field.name}: ${String(field.from)} to ${String(field.to)}`;
}

/** What is wrong with the fields of `cron(...)`: their number, their values, and a day that is given twice. */
function cronFault(text: string): string | undefined {
  const given = text.trim().split(/\s+/);
  if (given.length !== fields.length)
    return `cron has ${fields.map(({ name }) => name).join(", ")}: ${String(given.length)} are given`;
  const wrong = fields.flatMap((field, i) => fieldFault(field, given[i] ?? "") ?? [])[0];
  if (wrong !== undefined) return wrong;
  return given[2] === "?" || given[4] === "?"
    ? undefined
    : "one of day-of-month and day-of-week must be ?, whatever the other is";
}

/**
 * What is wrong with `cron(FIELDS)` or `rate(VALUE UNIT)` (EventBridge user guide, "Setting a schedule pattern for scheduled
 * rules"; EventBridge Scheduler user guide, "Schedule types"; read 2026-11-26).
 *
 * @param strict the unit must be singular for 1 and plural above, as rules have it; of the scheduler that is not known.
 */
export function scheduleFault(text: string, strict: boolean): string | undefined {
  const cron = /^cron\((.*)\)$/.exec(text)?.[1];
  if (cron !== undefined) return cronFault(cron);
  const [, value, plural] = /^rate\(([1-9]\d*) (?:minute|hour|day)(s?)\)$/.exec(text) ?? [];
  if (value === undefined) return "is not rate(VALUE UNIT) or cron(FIELDS)";
  return strict && (value === "1") === (plural === "s")
    ? "the unit is singular for 1 and plural above"
    : undefined;
}
