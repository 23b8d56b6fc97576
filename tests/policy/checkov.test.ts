// An independent look: what checkov finds in the workflows and in the objects of the clusters, of prod's stack and of the
// workload that the pack's rules accept, is either mended or accounted for in docs/requirements/checkov.md.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { stringify } from "yaml";
import { partPath } from "../../scripts/parts.mjs";
import { platformContract } from "../../stacks/contracts/workloads";
import { prod } from "../../stacks/environments";
import { program } from "../../stacks/platform";
import { platformNeeds } from "../stacks/platform-needs";
import { stackRecorded } from "../stacks/recorded-stack";
import { k8sWorkloadHardenedCases } from "./rules/k8s-workload-hardened";

const root = path.resolve(__dirname, "../..");
const site = partPath("checkov") ?? "";
const runs = existsSync(site);

interface Found {
  readonly check_id: string;
  readonly resource: string;
}
interface Report {
  readonly results?: { readonly failed_checks: readonly Found[] };
  readonly summary?: { readonly passed: number };
}

/** The workload that `k8s-workload-hardened` accepts, with an image as `image-pinned` wants it. */
function acceptedWorkload() {
  const found = k8sWorkloadHardenedCases.complying.find(({ title }) => title === "a hardened workload");
  const [workload] = found?.resources ?? [];
  const props = structuredClone(workload?.props) as {
    spec: { template: { spec: { containers: { image?: string }[] } } };
  };
  const image = `dxb.ocir.io/acme/prod/api@sha256:${"0".repeat(64)}`;
  for (const container of props.spec.template.spec.containers) container.image = image;
  return [
    {
      type: "kubernetes:apps/v1:Deployment",
      props: { metadata: { name: "accepted", namespace: "shop" }, ...props },
    },
  ];
}

/** Objects as manifests; charts are released whole and hold none. */
function manifests(resources: readonly { readonly type: string; readonly props: object }[]): string {
  return resources
    .filter(({ type }) => /^kubernetes:.+:[A-Za-z]+$/.test(type) && !/helm|provider/.test(type))
    .map(({ type, props }) => {
      const [, group = "", kind = ""] = /^kubernetes:(.+):(\w+)$/.exec(type) ?? [];
      return stringify({ apiVersion: group.replace("core/", ""), kind, ...props });
    })
    .join("---\n");
}

it.runIf(runs)(
  `checkov finds nothing that is not accounted for${runs ? "" : ": not run: npm run parts"}`,
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "causeway-checkov-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const { resources } = await stackRecorded(platformContract, program, prod, platformNeeds);
    const accepted = acceptedWorkload();
    mkdirSync(path.join(folder, "clusters"));
    const stack = resources.map(({ type, inputs }) => ({ type, props: inputs }));
    writeFileSync(path.join(folder, "clusters", "prod.yaml"), manifests(stack));
    writeFileSync(path.join(folder, "clusters", "accepted.yaml"), manifests(accepted));
    cpSync(path.join(root, ".github"), path.join(folder, ".github"), { recursive: true });
    const args = ["-m", "checkov.main", "-d", folder, "--framework", "kubernetes", "github_actions"];
    const text = execFileSync(
      "python3",
      [...args, "--output", "json", "--soft-fail", "--skip-download", "--quiet"],
      { encoding: "utf8", env: { ...process.env, PYTHONPATH: site }, maxBuffer: 1 << 28, stdio: "pipe" },
    );
    const reports = [JSON.parse(text) as Report | Report[]].flat();
    const failed = reports.flatMap(({ results }) => results?.failed_checks ?? []);
    const found = new Map<string, Set<string>>();
    for (const { check_id: id, resource } of failed)
      found.set(id, (found.get(id) ?? new Set()).add(resource.split(".").at(-1) ?? ""));
    const table = readFileSync(path.join(root, "docs/requirements/checkov.md"), "utf8");
    const accounted = [...table.matchAll(/^\| `(CKV\w+)` \| .+? \| (.+?) \|/gm)].map(
      ([, id, where = ""]) => [id, where.split(", ").toSorted()] as const,
    );
    expect(Object.fromEntries([...found].map(([id, where]) => [id, [...where].toSorted()]))).toEqual(
      Object.fromEntries(accounted),
    );
    // It looked at something.
    const passed = reports.map(({ summary }) => summary?.passed ?? 0);
    expect(passed.map((count) => count > 300)).toEqual([true, true]);
  },
);
