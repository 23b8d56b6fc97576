import type { DriftReport, DriftedResource } from "../../drift/drift";

/** What drifted, for people: a line a stack, and below it a line a resource and a property. */
export function driftText({ stacks, ignored, unused, environment }: DriftReport): string {
  const drifted = stacks.flatMap(({ resources }) => resources);
  const looked = stacks.reduce((sum, stack) => sum + stack.looked, 0);
  const lines = stacks.flatMap(({ name, status, resources, looked, ending }) => [
    `${name}: ${WORDS[status]}${status === "absent" ? "" : `, ${looked} resources looked at`}`,
    ...resources.flatMap(resourceLines),
    ...ending.map(({ type, name, at }) => `  ${type} ${name}: ends at ${at}, and nothing has renewed it`),
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
      ? `No drift in ${environment}: ${looked} resources are as they were deployed.`
      : `${drifted.length} of ${looked} resources of ${environment} are not as they were deployed. causeway up puts back what is ` +
        "declared; what shall stay belongs into the program.",
    ...(ends === 0
      ? []
      : [
          `${ends} ${ends === 1 ? "ends" : "end"} soon: look at the rotation of a value of a vault; causeway up renews the certificates that it made.`,
        ]),
    "",
  ].join("\n");
}

const WORDS = { "as-deployed": "as deployed", drifted: "drifted", absent: "not up" } as const;

function resourceLines({ type, name, kind, properties }: DriftedResource): string[] {
  if (kind === "gone") return [`  ${type} ${name}: gone`];
  return [
    `  ${type} ${name}`,
    ...properties.map(
      ({ path, before, after }) => `    ${path}: ${before ?? "(none)"} -> ${after ?? "(none)"}`,
    ),
  ];
}
