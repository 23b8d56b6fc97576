// Medians with the noise of the machine that they were taken on.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `{ min, median, max, mad }`; `mad` is the median of the absolute deviations from the median. */
export function summary(values) {
  const middle = median(values);
  return {
    min: Math.min(...values),
    median: middle,
    max: Math.max(...values),
    mad: median(values.map((value) => Math.abs(value - middle))),
  };
}

/** `min / median / max ± mad` */
export function spread(values, digits = 1) {
  const { min, median: middle, max, mad } = summary(values);
  return `${[min, middle, max].map((value) => value.toFixed(digits)).join(" / ")} ± ${mad.toFixed(digits)}`;
}

/** A Markdown table. */
export function table(headings, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(headings), `|${"---|".repeat(headings.length)}`, ...rows.map(line)].join("\n");
}
