import type { DriftReport, DriftedResource } from "../../drift/drift";

/** What drifted, for people: a line a stack, and below it a line a resource and a property. */
export function driftText({ stacks, ignored, unused, environment }: DriftReport): string {
  const drifted = stacks.flatMap(({ resources }) => resources);
  const looked = stacks.reduce((sum, stack) => sum + stack.looked, 0);
  const lines = stacks.flatMap(({ name, status, resources, looked, ending }) => [
    `${name}: ${WORDS[status]}${status === "absent" ? "" : `, ${counted(looked)} checked`}`,
    ...resources.flatMap(resourceLines),
    ...ending.map(({ type, name, at }) => `  ${type} ${name}: expires at ${at} and was not renewed`),
  ]);
  const ends = stacks.reduce((sum, { ending }) => sum + ending.length, 0);
  const left = ignored.map(
    ({ stack, urn, path, reason }) => `  ${stack} ${urn.split("::").at(-1)} ${path}: ${reason}`,
  );
  return [
    ...lines,
    ...(left.length === 0 ? [] : ["ignored:", ...left]),
    ...unused.map(
      ({ type, property, reason }) => `ignored nothing, and can go: ${type} ${property} (${reason})`,
    ),
    "",
    drifted.length === 0
      ? `No drift in ${environment}: ${counted(looked)} checked.`
      : `${drifted.length} of ${counted(looked)} of ${environment} changed since the deployment. causeway up restores ` +
        "what the program declares; to keep a change, put it into the program.",
    ...(ends === 0
      ? []
      : [
          `${ends} ${ends === 1 ? "expires" : "expire"} soon: check the rotation of a vault's secret; causeway up renews the certificates that it issued.`,
        ]),
    "",
  ].join("\n");
}

const counted = (count: number): string => `${count} ${count === 1 ? "resource" : "resources"}`;

const WORDS = { "as-deployed": "as deployed", drifted: "drifted", absent: "not deployed" } as const;

function resourceLines({ type, name, kind, properties }: DriftedResource): string[] {
  if (kind === "gone") return [`  ${type} ${name}: gone`];
  return [
    `  ${type} ${name}`,
    ...properties.map(
      ({ path, before, after }) => `    ${path}: ${before ?? "(none)"} -> ${after ?? "(none)"}`,
    ),
  ];
}
