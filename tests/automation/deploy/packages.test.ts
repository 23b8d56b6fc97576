import { describe, expect, it } from "vitest";
import {
  checkReferencePackages,
  missingPackageText,
  packageVersion,
  referencePackages,
} from "../../../automation/deploy/packages";

describe("a package that is not installed", () => {
  it("is named as it is installed, with who asked for it and the command, of require and of import", () => {
    const required =
      "the program failed: Error: Cannot find module '@pulumi/aws/iam/role'\nRequire stack:\n- /app/stacks/queue.js\n- /app/main.js";
    expect(missingPackageText(required)).toBe(
      "the program needs the package @pulumi/aws, which is not installed where /app/stacks/queue.js looks for it\n" +
        "Install it: npm install @pulumi/aws",
    );
    const imported = "Cannot find package 'left-pad' imported from /app/main.mjs";
    expect(missingPackageText(imported)).toMatch(/the package left-pad, .* where \/app\/main.mjs looks/);
  });

  it("is not taken for a file of the user's own, or for any other failure", () => {
    for (const text of ["Cannot find module './queue'", "Cannot find module '/app/queue.js'", "no such role"])
      expect(missingPackageText(text), text).toBeUndefined();
  });

  it("is told of the reference platform before anything starts, all at once", () => {
    const without = (...names: string[]) =>
      checkReferencePackages((name) => (names.includes(name) ? undefined : packageVersion(name)));
    expect(() => without()).not.toThrow();
    const wanted = new Map(referencePackages().map((one) => [one.name, one.wanted]));
    expect(() => without("@pulumi/aws", "@pulumi/tls")).toThrow(
      `not installed: @pulumi/aws, @pulumi/tls.\nInstall them: npm install '${wanted.get("@pulumi/aws")}' '${wanted.get("@pulumi/tls")}'`,
    );
  });
});
