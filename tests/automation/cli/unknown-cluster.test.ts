import path from "node:path";
import { describe, expect, it } from "vitest";
import { causeway, embedded, root, temporaryFolder } from "./causeway";

const platform = path.join(root, "tests/fixtures/unknown-cluster/platform.js");

describe("what is behind a kubeconfig that is not known yet", { timeout: 180_000 }, () => {
  it("previews as creates with unknown outputs, and its chart as opaque to rules", async () => {
    const preview = await causeway(embedded("preview", platform, temporaryFolder()));
    expect(preview).toMatchObject({ code: 0, stderr: "" });
    expect(preview.stdout).toContain("An up would change 6 resources: 6 created.");
    expect(preview.stdout).toContain(
      "opaque to rules: 1 chart release, whose objects no rule sees\n    cluster: argo, argo-cd 9.1.4\n",
    );
  });
});
