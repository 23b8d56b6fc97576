import type { Durations } from "../../deploy/durations";
import type { StackDuration } from "../../../stacks/define/stack";
import { table } from "./table";

const KINDS: Readonly<Record<StackDuration["kind"], string>> = {
  documented: "documented typical",
  observed: "observed",
  limit: "provider's time-out (upper bound)",
};

/** `1 h 5 min`, `15 min`, `40 s`. */
function span(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const parts = [
    hours > 0 ? `${hours} h` : "",
    minutes > 0 ? `${minutes} min` : "",
    hours === 0 && whole % 60 > 0 ? `${whole % 60} s` : "",
  ];
  return parts.filter((part) => part !== "").join(" ") || "0 s";
}

export function durationsText({ stacks, unknownCountsAs, longestPath }: Durations): string {
  const rows = stacks.map(({ name, duration }) =>
    duration === null
      ? [name, "unknown", "-", "-"]
      : [name, span(duration.seconds), KINDS[duration.kind], duration.of],
  );
  const sources = stacks.flatMap(({ name, duration }) =>
    duration === null ? [] : [`  ${name}  ${duration.source} (${duration.date})\n`],
  );
  const { knownSeconds, unknown } = longestPath;
  const others =
    unknown.length === 0 ? "" : `, and as long as ${unknown.join(", ")} take, which no source says`;
  return [
    table(["stack", "takes", "kind", "of"], rows),
    `\nLongest path: ${longestPath.stacks.join(" > ")}\n`,
    `It takes ${span(knownSeconds)}${others}.\n`,
    `A stack of unknown duration counts as ${span(unknownCountsAs)} when starts are ordered; so does one with a time-out alone.\n`,
    ...(sources.length === 0 ? [] : ["\nSources\n", ...sources]),
  ].join("");
}
