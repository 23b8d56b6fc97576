import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { PHASES } from "../../stacks/define";
import { platform } from "../../stacks/reference";

const root = path.resolve(__dirname, "../..");

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (entry.name.endsWith(".ts")) yield file;
  }
}
const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");

/** What each layer of the OCI platform is made of: components that users import, by their area. */
const LAYERS = {
  network: ["oci-platform/VirtualNetwork", "oci-platform/HttpsLoadBalancer"],
  compute: ["oke/OkeCluster", "oke/NodePool", "api-gateway/Authorizer"],
  data: ["oci-platform/DataBucket"],
  security: [
    "oci-platform/OciKeys",
    "oci-platform/WebFirewall",
    "oci-platform/IdentityTree",
    "oci-platform/SecurityPosture",
  ],
  observability: ["oci-platform/AlarmTopic", "oci-platform/MetricAlarms"],
} as const;

describe("layers of the OCI platform", () => {
  const exported = (area: string) => textOf(`components/${area}/index.ts`);

  test.each(Object.entries(LAYERS))(
    "OP-01 %s is components that are imported alone",
    (_layer, components) => {
      for (const component of components) {
        const [area = "", cls = ""] = component.split("/");
        expect(exported(area), component).toMatch(new RegExp(`\\b${cls}\\b`));
        const made = [...sources(`components/${area}`)].some((file) =>
          new RegExp(`super\\(\\s*"${area}",\\s*"${cls}"`).test(textOf(file)),
        );
        expect(made, component).toBe(true);
      }
    },
  );

  test("OP-01 automation deploys them all: the package exports its areas, and the deployer is a command", () => {
    const manifest = JSON.parse(textOf("package.json")) as {
      bin: Record<string, string>;
      exports: Record<string, unknown>;
    };
    for (const area of ["oci-platform", "oke", "api-gateway"])
      expect(Object.keys(manifest.exports)).toContain(`./${area}`);
    expect(Object.keys(manifest.bin)).toContain("causeway");
  });
});

describe("a layer reads what is before it", () => {
  /** Both sites of a stack run one program, which is typed by the primary's contract. */
  const site = (stack: string) => stack.replace(/-jed$/, "-dxb");
  const contracts = new Map(
    [...sources("stacks/contracts")].flatMap((file) =>
      [...textOf(file).matchAll(/export const (\w+Contract) = \w+\([^]*?stack: "([\w-]+)"/g)].map(
        ([, name = "", stack = ""]) => [name, stack] as const,
      ),
    ),
  );

  /** A stack's program with all of the stacks' own files that it imports. */
  function programOf(stack: string): string[] {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file) || /^stacks\/(define|contracts|environments)\//.test(file)) return;
      seen.add(file);
      for (const [, given = ""] of textOf(file).matchAll(/\bfrom "(\.[^"]+)"/g)) {
        const target = path.join(path.dirname(file), given);
        const found = [`${target}.ts`, path.join(target, "index.ts")].find((one) =>
          existsSync(path.join(root, one)),
        );
        if (found?.startsWith("stacks/") === true) visit(found);
      }
    };
    visit(`stacks/${stack}.ts`);
    return [...seen];
  }

  /** Contracts that a program names, by their stack. */
  function readBy(stack: string): string[] {
    const names = programOf(stack).flatMap((file) =>
      [...textOf(file).matchAll(/\b\w+Contract\b/g)].map(([name]) => name),
    );
    return [...new Set(names)].flatMap((name) => contracts.get(name) ?? []);
  }

  test("the contracts that programs name are found", () => {
    expect(contracts.get("foundationContract")).toBe("foundation");
    expect(readBy("gateway")).toEqual(expect.arrayContaining(["foundation", "oci-network-dxb", "secrets"]));
    expect(readBy("platform")).toContain("identity");
  });

  test.each(platform.stacks.map((stack) => [stack.name, stack] as const))(
    "OP-02 %s names no contract but its own and those of what it needs",
    (name, stack) => {
      const needed = Object.values(stack.needs).map((need) => need.stack);
      const allowed = new Set([name, ...needed].map(site));
      expect(readBy(name).filter((read) => !allowed.has(site(read)))).toEqual([]);
      const before = PHASES.indexOf(stack.phase);
      for (const need of needed) {
        const producer = platform.stacks.find((one) => one.name === need);
        expect(PHASES.indexOf(producer?.phase ?? "recovery"), need).toBeLessThanOrEqual(before);
      }
    },
  );
});

describe("desired state is resources", () => {
  const programs = ["components", "stacks"].flatMap((folder) => [...sources(folder)]);

  test("OP-03 no component and no stack runs a command, here or on a machine", () => {
    const runs = programs.filter((file) =>
      /from "(node:)?child_process"|@pulumi\/command|local-exec|remote-exec/.test(textOf(file)),
    );
    expect(runs).toEqual([]);
    expect(textOf("package.json")).not.toContain("@pulumi/command");
  });

  test("OP-03 the deployer starts Pulumi alone: neither oci nor kubectl", () => {
    const starts = [...sources("automation/deploy"), ...sources("automation/cli")].filter((file) =>
      /from "(node:)?child_process"/.test(textOf(file)),
    );
    expect(starts).toEqual(["automation/deploy/real-engine.ts"]);
    for (const file of starts)
      expect(textOf(file)).not.toMatch(/(spawn|exec\w*)\(\s*["'`](oci|kubectl|helm|terraform)\b/);
  });
});
