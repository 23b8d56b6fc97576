/** Today in UTC, `YYYY-MM-DD`. */
export function systemToday(): string {
  return new Date().toISOString().slice(0, 10);
}
