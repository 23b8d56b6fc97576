import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { AuditReport } from "../../../automation/deploy/audit";
import { noPublicOkeCases } from "../../policy/rules/no-public-oke";
import { exportOf, stateOf } from "../../policy/audit/state";
import type { Sample } from "../../policy/sample";
import { causeway, embedded, root, temporaryFolder, twoStacks } from "./causeway";

const publicOke = noPublicOkeCases.violating[0]?.resources[0] as Sample;
const byCli = path.join(root, "tests/conformance/fixtures/written-by-cli.json");

function exportFile(...samples: readonly Sample[]): string {
  const file = path.join(temporaryFolder(), "export.json");
  writeFileSync(
    file,
    exportOf(samples.map((sample) => stateOf(sample, { sourcePosition: "project:///index.ts#3,1" }))),
  );
  return file;
}

describe("causeway audit", () => {
  it("refuses a public cluster in an export, says where in the program, and ends with 3", async () => {
    const { code, stdout, stderr } = await causeway(["audit", "--file", exportFile(publicOke)]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toContain(
      '  mandatory no-public-oke (critical)\n    oci:ContainerEngine/cluster:Cluster "oke": endpointConfig.isPublicIpEnabled is true',
    );
    expect(stdout).toContain("    at index.ts:3:1\n");
  });

  it("holds a stack of the platform to its environment, with the configuration given", async () => {
    const vcn = {
      type: "oci:Core/vcn:Vcn",
      stack: "dev-x",
      props: { cidrBlocks: ["10.65.0.0/16"], displayName: "v" },
    };
    const named = { ...vcn, props: { ...vcn.props, displayName: "acme-dev-dxb-network-vcn" } };
    const audit = async (sample: Sample, ...more: string[]) => {
      const { stdout } = await causeway(["audit", "--json", "--file", exportFile(sample), ...more]);
      const report = JSON.parse(stdout) as AuditReport & { schema: string };
      expect(report.schema).toBe("causeway.audit/1");
      const [stack] = report.stacks;
      return { names: stack?.findings.filter(({ message }) => message.includes("displayName")), stack };
    };
    expect((await audit(vcn, "--config", "causeway:org=acme")).names).toHaveLength(1);
    const { names, stack } = await audit(named, "--config", "causeway:org=acme");
    expect(names).toEqual([]);
    expect(stack?.notJudged).toEqual([]);
    expect((await audit(named, "--config", "causeway:org=other")).names).toHaveLength(1);
  });

  it("reads what the Pulumi CLI has exported, opens no secret, and takes levels from a file", async () => {
    const config = path.join(temporaryFolder(), "config.json");
    writeFileSync(
      config,
      JSON.stringify({ "plan-conformance": "disabled", "layer-order": { enforcementLevel: "disabled" } }),
    );
    const { code, stdout } = await causeway(["audit", "--file", byCli, "--policy-pack-config", config]);
    expect(code).toBe(0);
    expect(stdout).toContain("dev: 9 resources, 0 findings");
    expect(stdout).not.toMatch(/not judged (plan-conformance|layer-order)/);
    expect(stdout).toContain("not judged region-from-config: it was not told regions");
    const secrets = [...readFileSync(byCli, "utf8").matchAll(/"ciphertext": "([^"]+)"/g)].map(
      ([, text = ""]) => text,
    );
    expect(secrets.length).toBeGreaterThan(3);
    expect(secrets.filter((text) => stdout.includes(text))).toEqual([]);
  });

  it("finds one thing in two stacks", async () => {
    const topic = {
      type: "aws:sns/topic:Topic",
      name: "t",
      props: { arn: "arn:aws:sns:us-east-1:1:t", kmsMasterKeyId: "k" },
    };
    const files = ["shop-a", "shop-b"].map((stack) => exportFile({ ...topic, stack }));
    const { code, stdout } = await causeway(["audit", "--file", ...files]);
    expect(code).toBe(3);
    expect(stdout).toContain(
      "two owners of aws:sns/topic:Topic arn:aws:sns:us-east-1:1:t:\n  urn:pulumi:shop-a::",
    );
  });

  it("audits an environment where it is deployed, and says what to do where nothing is", async () => {
    const state = temporaryFolder();
    const none = await causeway(embedded("audit", twoStacks, state));
    expect(none.code).toBe(2);
    expect(none.stdout + none.stderr).toContain(
      `nothing of dev is deployed: run causeway up first (state: ${path.join(state, "embedded")})`,
    );
    const drift = await causeway(embedded("drift", twoStacks, state));
    expect(drift).toMatchObject({ code: 2, stderr: none.stderr });
    expect((await causeway(embedded("up", twoStacks, state))).code).toBe(0);
    const { code, stdout } = await causeway(embedded("audit", twoStacks, state));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^SIMULATED[^]*dev-\w+: \d+ resources, 0 findings[^]*2 stacks: 0 refused/);
  });

  it("refuses levels, rules and facts that there are not, all of them", async () => {
    const config = path.join(temporaryFolder(), "config.json");
    const given = {
      "no-public-okee": "mandatory",
      "no-public-oke": "mandatry",
      "bucket-private": { enforcementLevel: "off" },
      "plan-conformance": { environments: [], enviroments: {} },
      "cmk-required": 3,
    };
    writeFileSync(config, JSON.stringify(given));
    const { code, stderr } = await causeway(["audit", "--file", byCli, "--policy-pack-config", config]);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n")).toEqual([
      `causeway: --policy-pack-config ${config}: 6 invalid inputs`,
      "  no-public-okee is refused; allowed: the id of a rule, as docs/policy.md lists them (did you mean no-public-oke?)",
      '  no-public-oke is "mandatry"; allowed: one of advisory, mandatory, remediate, disabled',
      '  bucket-private.enforcementLevel is "off"; allowed: one of advisory, mandatory, remediate, disabled',
      "  plan-conformance.environments is []; allowed: of the type object",
      expect.stringMatching(
        /^ {2}plan-conformance.enviroments is refused; .* \(did you mean environments\?\)$/,
      ),
      expect.stringMatching(/^ {2}cmk-required is 3; allowed: one of .*, or an object/),
    ]);
  });

  it.each([
    [[], "--env is missing; allowed: an environment, or --file in its place"],
    [
      ["--env", "dev", "--file", byCli],
      '--env is "dev"; allowed: an environment, or --file in its place; one of the two',
    ],
    [
      ["--file", "package.json", "no-such.json"],
      '--file is "no-such.json"; allowed: a file that can be read (no such file or folder)',
    ],
    [["--file", "package.json", "tsconfig.json"], "a version-3 checkpoint or export; it is neither"],
    [["--file", byCli, "--config", "org"], '--config is "org"; allowed: key=value'],
    [["--file", byCli, "--policy-pack-config", "README.md"], "a JSON object by rule id; it is no JSON"],
  ])("refuses %j with one message", async (args, message) => {
    const { code, stderr } = await causeway(["audit", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});
