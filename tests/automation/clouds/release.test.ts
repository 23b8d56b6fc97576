import { describe, expect, test } from "vitest";
import { UNKNOWN, type Values } from "../../../automation/engine/provider";
import { cluster } from "./cluster";
import { driver, openClouds, textOf, type Driver } from "./harness";

const RELEASE = "kubernetes:helm.sh/v3:Release";

const argo = (more: Values = {}): Values => ({
  chart: "argo-cd",
  version: "9.1.4",
  repositoryOpts: { repo: "https://argoproj.github.io/argo-helm" },
  namespace: "argocd",
  createNamespace: true,
  ...more,
});

const application: Values = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "orders", namespace: "argocd" },
  spec: { project: "default", destination: {}, source: { repoURL: "https://git.example/apps" } },
};

const apply = (kube: Driver) => kube.create("kubernetes:argoproj.io/v1alpha1:Application", "a", application);

describe("a release of a chart", () => {
  test("is taken as it is: its values are not looked into and it makes no objects", async () => {
    const { kube } = await cluster();
    const made = await kube.create(RELEASE, "argo", argo({ values: { any: ["thing", { at: 1 }] } }));
    expect(made.id).toMatch(/^argocd\/argo-[0-9a-f]{8}$/);
    expect(made.outputs).toMatchObject({
      chart: "argo-cd",
      resourceNames: {},
      status: { status: "deployed", chart: "argo-cd", version: "9.1.4", revision: 1, namespace: "argocd" },
    });
    const upgraded = await kube.update(made, argo({ values: {}, version: "9.2.0" }));
    expect(upgraded.outputs["status"]).toMatchObject({ revision: 2, version: "9.2.0" });
    expect(textOf(upgraded.outputs, "name")).toBe(textOf(made.outputs, "name"));
  });

  test("needs a chart of a repository in one exact version; all faults at once, in a preview too", async () => {
    const { kube: known } = await cluster();
    const faults = async (inputs: Values) => {
      const error = await known.preview(RELEASE, "r", inputs).catch((e: unknown) => e as Error);
      return error instanceof Error ? error.message.split("\n") : [];
    };
    expect(await faults({ chart: "argo-cd", name: "A".repeat(54) })).toEqual([
      "repositoryOpts.repo: is needed: the address of the repository that has the chart",
      "version: is needed: one exact version of the chart, so that every run deploys the same",
      `name: "${"A".repeat(54)}" is not allowed: up to 53 lower-case letters, digits, hyphens and dots`,
    ]);
    expect(await faults({ version: "1.2.3" })).toEqual(['chart: this resource needs "chart" (a string)']);
    for (const version of ["^9.1.0", ">=9", "9.x", "9.1", "latest"])
      expect(await faults(argo({ version }))).toEqual([
        `version: "${version}" is not one exact version, such as 1.2.3`,
      ]);
    for (const version of ["9.1.4", "v1.19.1", "1.0.0-rc.1"])
      expect(await faults(argo({ version }))).toEqual([]);
    expect(await faults({ chart: "./argo", version: "1.2.3" })).toEqual([
      "chart: is a folder; the simulated clusters take charts of a repository, or of an oci:// registry",
    ]);
    expect(await faults(argo({ repositoryOpts: { repo: "http://x" } }))).toEqual([
      'repositoryOpts.repo: "http://x" must be an address that starts with https:// or oci://',
    ]);
    expect(await faults({ chart: "oci://ghcr.io/argoproj/argo-helm/argo-cd", version: "9.1.4" })).toEqual([]);
    const kube = await driver(openClouds(), "kubernetes", { kubeconfig: UNKNOWN });
    await expect(
      kube.preview(RELEASE, "r", argo({ version: UNKNOWN, repositoryOpts: UNKNOWN })),
    ).resolves.toMatchObject({ chart: "argo-cd", version: UNKNOWN });
  });

  test("is in a namespace that exists or that it makes, under a name of its own", async () => {
    const { kube } = await cluster();
    const fixed = argo({ name: "argo", createNamespace: false });
    await expect(kube.create(RELEASE, "a", fixed)).rejects.toThrow(/namespaces "argocd" not found/);
    const made = await kube.create(RELEASE, "a", argo({ name: "argo" }));
    await expect(kube.create(RELEASE, "b", argo({ name: "argo" }))).rejects.toThrow(
      /cannot re-use a name that is still in use/,
    );
    expect(await kube.diff(made, argo({ name: "argo", version: "9.2.0" }))).toMatchObject({ replaces: [] });
    expect(await kube.diff(made, argo({ name: "argo", namespace: "other" }))).toMatchObject({
      replaces: ["namespace"],
    });
  });

  test("brings the definitions of its chart along, unless its values say no", async () => {
    const { kube } = await cluster();
    await kube.create(RELEASE, "argo", argo({ values: { crds: { install: false } } }));
    await expect(apply(kube)).rejects.toThrow(/no matches for kind "Application"/);
    const { kube: other } = await cluster();
    await expect(apply(other)).rejects.toThrow(/no matches for kind "Application"|namespaces "argocd"/);
    await other.create(RELEASE, "argo", argo());
    await expect(apply(other)).resolves.toBeDefined();
  });

  test("brings none that its chart leaves out by default", async () => {
    const certManager = (values: Values): Values => ({
      chart: "oci://quay.io/jetstack/charts/cert-manager",
      version: "v1.20.2",
      values,
    });
    const issuer = {
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name: "i" },
      spec: { selfSigned: {} },
    };
    for (const [values, works] of [
      [{}, false],
      [{ crds: { enabled: true } }, true],
      [{ installCRDs: true }, true],
    ] as const) {
      const { kube } = await cluster();
      await kube.create(RELEASE, "c", certManager(values));
      const created = kube.create("kubernetes:cert-manager.io/v1:ClusterIssuer", "i", issuer);
      await (works
        ? expect(created).resolves.toBeDefined()
        : expect(created).rejects.toThrow(/no matches for kind/));
    }
  });

  test("of a chart that is too large for its Secret is refused, as Helm does", async () => {
    const { kube } = await cluster();
    const inputs = {
      name: "routes",
      chart: "oci://docker.io/envoyproxy/gateway-crds-helm",
      version: "v1.9.2",
    };
    await expect(kube.create(RELEASE, "routes", inputs)).rejects.toThrow(
      /Secret "sh\.helm\.release\.v1\.routes\.v1" is invalid: data: Too long/,
    );
  });

  test("goes with its namespace", async () => {
    const { kube } = await cluster();
    const owner = await kube.create("kubernetes:core/v1:Namespace", "n", { metadata: { name: "argocd" } });
    const made = await kube.create(RELEASE, "argo", argo({ createNamespace: false }));
    await kube.delete(owner);
    expect(await kube.read(made)).toBeUndefined();
  });
});
