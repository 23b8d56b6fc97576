import type { Scenario } from "../support/engines";

export const values: readonly Scenario[] = [
  {
    name: "secrets: of configuration, of outputs, of options, through resources",
    stages: [
      {
        config: { password: { secret: "hush" }, plain: "loud" },
        program: `const config = new pulumi.Config();
          const a = new Thing("a", { password: config.requireSecret("password"), plain: config.require("plain") });
          const v = new Vault("v"); const b = new Thing("b", { of: a.password, list: [v.key, 1] }, { additionalSecretOutputs: ["arn"] });
          exports.password = a.password; exports.plain = a.plain; exports.key = v.key; exports.arn = b.arn; exports.list = b.list;`,
      },
      {},
      { config: { password: { secret: "changed" } } },
    ],
  },
  {
    name: "assets and archives: a changed file is an update",
    stages: [
      {
        files: {
          "code/a.txt": "one",
          "code/b.txt": "two",
          "code/b/c.txt": "three",
          [`code/${"long/".repeat(30)}name.txt`]: "four",
          [`code/${"x".repeat(120)}.txt`]: "five",
          "code/größe.txt": "six",
        },
        program: `new Thing("a", { file: new pulumi.asset.FileAsset("code/a.txt"), text: new pulumi.asset.StringAsset("hello"), all: new pulumi.asset.FileArchive("code"), mixed: new pulumi.asset.AssetArchive({ x: new pulumi.asset.StringAsset("x"), "a/b": new pulumi.asset.FileArchive("code"), "a.txt": new pulumi.asset.FileAsset("code/a.txt") }) });`,
      },
      {},
      { files: { "code/a.txt": "changed" } },
    ],
  },
];
