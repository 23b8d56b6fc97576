import { expect, test } from "vitest";
import { npmEnvironment } from "../../../automation/diff/confined";

test("packages are installed with the variables that are npm's own, and no credential of a cloud", () => {
  const npm = {
    NPM_TOKEN: "t",
    npm_config_registry: "https://npm.example.org",
    HTTPS_PROXY: "http://proxy",
    HOME: "/home/a",
  };
  const others = {
    AWS_SECRET_ACCESS_KEY: "s",
    GITHUB_TOKEN: "g",
    PULUMI_CONFIG_PASSPHRASE: "p",
    XNPM_TOKEN: "x",
    TF_no_proxy: "y",
  };
  expect(npmEnvironment({ ...npm, ...others, PATH: "/bin", TMPDIR: "/tmp" })).toEqual({
    ...npm,
    PATH: "/bin",
    TMPDIR: "/tmp",
  });
});
