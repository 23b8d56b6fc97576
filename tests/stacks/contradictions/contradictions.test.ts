// Spec 00, acceptance 8: of each row of the contradictions table either the losing form is refused by a named rule, or the
// winning form is shown. The table in docs/requirements/00.md says which, and this holds it to that.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { SITES, planAnswers } from "../../../components/recovery/plan";
import { LONGEST_HOURS, lifetimeFaults } from "../../../components/certificates/plan";
import { publicationFaults } from "../../../components/ingress/plan";
import { TLS_PROTOCOLS } from "../../../components/oci-platform/load-balancer/plan";
import { auditStack, policyConfig, readState, type KeptStack } from "../../../policy/library";
import { defineContract, definePlatform, defineStack, type Needs, type Phase } from "../../../stacks/define";
import { defineEnvironment, dev, prod, staging } from "../../../stacks/environments";
import { ENVIRONMENT_NAMES, PLAN } from "../../../stacks/environments/plan";
import { WORKLOAD_NAMESPACES } from "../../../stacks/platform/namespaces";
import { platform } from "../../../stacks/reference";
import { exportOf, stateOf } from "../../policy/audit/state";
import { FACTS } from "../../policy/facts";
import type { Sample } from "../../policy/sample";
import { LOSING } from "./losing";

const root = path.resolve(__dirname, "../../..");
const environments = [dev, staging, prod];

/** The rows as documented: topic and how it is held. */
const table = (() => {
  const text = readFileSync(path.join(root, "docs/requirements/00.md"), "utf8");
  const section = text.slice(text.indexOf("## Contradictions"));
  return section
    .slice(0, section.indexOf("\n## "))
    .split("\n")
    .filter((line) => /^\| [A-Z]/.test(line) && !line.startsWith("| Topic"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, topic = "", state = ""]) => ({ topic, state }));
})();

/** Topics whose winning form is shown here, or in the test that is named. */
const WINNING: Readonly<Record<string, () => void>> = {
  "Standby region": () => {
    expect(environments.map(({ oci }) => oci.standby)).toEqual(Array(3).fill("me-jeddah-1"));
    const { plan: _, ...settings } = structuredClone(dev);
    const frankfurt = { ...settings, oci: { ...settings.oci, standby: "eu-frankfurt-1" } };
    expect(() => defineEnvironment(frankfurt as never)).toThrow(/oci\.standby is "eu-frankfurt-1"/);
  },
  Deployment: () => {
    shownIn("tests/automation/workflows/steps.test.ts", "OP-58 tells no cluster what to run");
  },
  "CI reach": () => {
    shownIn(
      "tests/automation/workflows/workflows.test.ts",
      "OP-60 touch private endpoints on the site's own",
    );
  },
  Ingress: () => {
    expect(environments.map(({ publicIngress }) => publicIngress)).toEqual([false, false, false]);
  },
  "Certificate lifetime": () => {
    expect(LONGEST_HOURS).toEqual({ workload: 24, server: 2160 });
    expect(lifetimeFaults("workload", { hours: 25 })).not.toEqual([]);
    expect(lifetimeFaults("server", { hours: 8760 })).not.toEqual([]);
    expect(lifetimeFaults("server", { hours: 2160, renewBeforeHours: 720 })).toEqual([]);
  },
  "Production namespace": () => {
    expect(WORKLOAD_NAMESPACES.prod).toBe("production");
  },
  Order: () => {
    const stack = (name: string, phase: Phase, needs: Needs = {}) =>
      defineStack({ name, phase, needs, outputs: contract(name), program: () => ({ id: "x" }) });
    const contract = (name: string) =>
      defineContract({ stack: name, version: 1, fields: { id: v.string() } });
    const vaultFirst = () =>
      definePlatform({
        name: "shop",
        stacks: [stack("vault", "workloads"), stack("eks", "clusters", { vault: contract("vault") })],
        environments: { dev: { name: "dev" } },
      });
    expect(vaultFirst).toThrow(/stacks\.eks\.needs\.vault/);
    expect(platform.stacks.find(({ name }) => name === "secrets")?.phase).toBe("identity-and-secrets");
  },
  "TLS floor": () => {
    expect(TLS_PROTOCOLS).toEqual(["TLSv1.2"]);
  },
  "DNS failover": () => {
    const endpoints = {
      primary: { type: "A", value: "192.0.2.1" },
      standby: { type: "A", value: "192.0.2.2" },
    } as const;
    const answers = planAnswers(endpoints, { serving: "primary", failover: "manual" });
    expect(answers.map(({ isDisabled }) => isDisabled)).toEqual(SITES.map((site) => site === "standby"));
  },
  "Global routing": () => {
    const { port, ...rest } = { port: 8443, host: "api.prod.example.com", namespace: "production" };
    const service = { name: "api", ports: [{ name: "https", port }], selector: {}, labels: {} };
    const gateway = {
      name: "g",
      namespace: "ingress",
      internal: false,
      hosts: { api: { host: rest.host, namespace: "production" } },
    };
    const by = (routing: string) =>
      publicationFaults({ ...rest, port, service, via: { gateway }, routing } as never)
        .filter((fault) => fault.path === "routing")
        .map(({ given }) => given);
    expect([by("cloudflare"), by("oci-steering"), by("f5")]).toEqual([[], [], ["f5"]]);
  },
  "DR compute": () => {
    expect(prod.recovery.standby === "warm" && prod.oke.standbyNodes).toBe(2);
    expect(platform.stacks.map(({ name }) => name)).toContain("oke-jed");
  },
  Environments: () => {
    expect(ENVIRONMENT_NAMES).toEqual(["dev", "staging", "prod"]);
    expect(Object.keys(platform.environments)).toEqual(["dev", "staging", "prod"]);
    expect(Object.keys(PLAN.reserved)).toEqual(expect.arrayContaining(["test", "pprd"]));
  },
  "Node sizing": () => {
    expect(environments.map(({ eks }) => eks.nodes.min >= 3)).toEqual([true, true, true]);
    // xlarge has 4 vCPU, large has 2, in the families m and t (aws.amazon.com/ec2/instance-types).
    for (const { eks } of [staging, prod]) {
      expect(eks.instanceTypes.every((type) => /^[mt]\d[a-z]*\.\d*xlarge$/.test(type))).toBe(true);
    }
    expect(prod.eks.instanceTypes.filter((type) => type.startsWith("t"))).toEqual([]);
  },
  "Account ids": () => {
    shownIn("tests/stacks/config.test.ts", "the 12 digits.*pulumi config set");
  },
  "Health paths": () => {
    shownIn(
      "tests/components/oci-platform/load-balancer.test.ts",
      "OP-28 listens with TLS 1.2 at the least, checks /health",
    );
  },
  "Backend port": () => {
    const service = { name: "api", ports: [{ name: "https", port: 8443 }], selector: {}, labels: {} };
    const faults = publicationFaults({
      host: "api.example.com",
      namespace: "production",
      service,
      port: 443,
      via: { ingressClass: "x", installedClasses: ["x"], issuerName: "y" },
    });
    expect(faults).toContainEqual(expect.objectContaining({ path: "port", given: 443 }));
  },
  Tooling: () => {
    const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n");
    const foreign =
      /\.tf(vars)?$|(^|\/)(docker-)?compose[\w.-]*\.ya?ml$|(^|\/)(eksctl|Chart|values)[\w.-]*\.ya?ml$/;
    expect(files.length).toBeGreaterThan(1000);
    expect(files.filter((file) => foreign.test(file))).toEqual([]);
  },
};

function shownIn(file: string, title: string): void {
  expect(readFileSync(path.join(root, file), "utf8"), `${file} has no test of that title`).toContain(title);
}

function stackOf(resources: readonly Sample[]): KeptStack {
  const stack: Sample = {
    type: "pulumi:pulumi:Stack",
    name: "causeway-prod-sample",
    props: {},
    stack: "prod-sample",
  };
  const states = [stack, ...resources].flatMap((one) => {
    if (one.provider === undefined) return [stateOf(one)];
    const provider = stateOf({ ...one.provider, name: "provider", stack: "prod-sample" });
    return [provider, stateOf(one, { provider: `${String(provider["urn"])}::1` })];
  });
  const read = readState(exportOf(states));
  if ("fault" in read) throw new Error(read.fault);
  return read;
}

describe("contradictions of the source", () => {
  it("each of the 34 topics is refused, shown, or waits for what is not built", () => {
    expect(table.map(({ topic }) => topic)).toHaveLength(34);
    for (const { topic, state } of table) {
      const held = topic in LOSING || topic in WINNING;
      expect(state.startsWith("open"), topic).toBe(!held);
      for (const { rule } of LOSING[topic] ?? []) expect(state, topic).toContain(`\`${rule}\``);
    }
    const topics = new Set(table.map(({ topic }) => topic));
    expect([...Object.keys(LOSING), ...Object.keys(WINNING)].filter((topic) => !topics.has(topic))).toEqual(
      [],
    );
  });

  const losing = Object.entries(LOSING).flatMap(([topic, forms]) =>
    forms.map((form) => [topic, form.rule, form] as const),
  );
  it.each(losing)("%s: the losing form is refused by %s", (_topic, rule, { resources, says }) => {
    const { findings } = auditStack(stackOf(resources), policyConfig("prod", FACTS));
    const own = findings.filter((finding) => finding.rule === rule && finding.level === "mandatory");
    expect(own.map(({ message }) => message).join("\n"), JSON.stringify(findings)).toContain(says);
  });

  it.each(Object.entries(WINNING))("%s: the winning form holds", (_topic, holds) => {
    expect.hasAssertions();
    holds();
  });
});
