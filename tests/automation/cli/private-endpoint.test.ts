import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { causeway, embedded, reportOf, root, temporaryFolder } from "./causeway";

const platform = path.join(root, "tests/fixtures/private-cluster/platform.js");

test(
  "OK-58 up stops before what is made through an endpoint that does not answer, leaves the cloud as it is, and completes when it does",
  { timeout: 120_000 },
  async () => {
    const state = temporaryFolder();
    const scenario = path.join(state, "no-way.yaml");
    writeFileSync(scenario, 'faults: [{ kind: no-way, to: "10.73.3.5:*" }]\n');

    const stopped = await causeway(embedded("up", platform, state, "--json", "--scenario", scenario));
    expect(stopped.code).toBe(1);
    const report = reportOf(stopped);
    expect(report.of("cluster").result).toBe("succeeded");
    expect(report.of("workloads")).toMatchObject({ result: "failed", held: 0, counts: { created: 0 } });
    const { message = "" } = report.of("workloads").failure ?? {};
    expect(message).toContain("the Kubernetes API of cluster does not answer at 10.73.3.5:6443");
    expect(message).toContain("a runner in 10.73.7.0/24, or a session of the bastion (oci bastion session");

    const preview = await causeway(embedded("preview", platform, state, "--scenario", scenario));
    expect([preview.code, preview.stdout]).toEqual([1, expect.stringContaining("10.73.3.5:6443") as string]);

    const again = reportOf(await causeway(embedded("up", platform, state, "--json")));
    expect(again.result).toBe("succeeded");
    expect(again.of("cluster").counts).toMatchObject({ created: 0, updated: 0, replaced: 0 });
    expect(again.of("workloads").counts.created).toBeGreaterThan(0);
  },
);
