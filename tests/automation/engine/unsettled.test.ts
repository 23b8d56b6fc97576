/** Programs that end with something open: what they had not come to is not for deletion. */
import { expect, it } from "vitest";
import { failureOf, resourcesOf, testProject } from "./support/project";

const TIMEOUT = 120_000;
const NEVER = "new Promise(() => {})";

it.each([
  [
    "waits for ever for an input",
    `new Thing("b", { size: pulumi.output(${NEVER}) });`,
    /non-zero exit code: 1/,
  ],
  [
    "waits for ever for an output of a component",
    `new Group("g").registerOutputs({ x: ${NEVER} });`,
    /non-zero exit code: 1/,
  ],
  [
    "waits for ever for an output",
    `new Thing("b"); exports.x = pulumi.output(${NEVER});`,
    /trial-dev did not end/,
  ],
  ["waits for ever itself", `module.exports = async () => { await ${NEVER}; };`, /trial-dev did not end/],
  [
    "ends its process before its end",
    `new Thing("b").urn.apply(() => process.exit(0));`,
    /non-zero exit code: 1/,
  ],
])(
  "a program that %s fails, and nothing is deleted",
  async (_, source, message) => {
    const project = testProject(`const a = new Thing("a"); new Thing("b"); exports.x = a.arn;`);
    const stack = await project.stack();
    await stack.up();
    const before = await resourcesOf(stack);
    project.program(source);
    expect((await failureOf(stack.preview())).message).toMatch(message);
    expect((await failureOf(stack.up())).message).toMatch(message);
    expect(project.cloud.calls.filter((call) => call.startsWith("delete"))).toEqual([]);
    const urns = (resources: typeof before): string[] => resources.map(({ urn }) => urn);
    expect(urns(await resourcesOf(stack))).toEqual(expect.arrayContaining(urns(before)));
    expect(await stack.outputs()).toMatchObject({ x: { value: "sim:a:a-1" } });
  },
  TIMEOUT,
);
