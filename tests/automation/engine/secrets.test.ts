import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Crypter } from "../../../automation/engine/secrets";
import { engineFailure } from "../../../automation/engine";
import { collector, failureOf, testProject } from "./support/project";

/** Made by the Pulumi CLI 3.248.0 with the passphrase `correct horse`. */
const CLI_SALT = "v1:v+KLarna7Ck=:v1:7zSIWKKhhBt8IvLw:VeOPMMfK0YbkxAZUyDfIlRSV/+lT3Q==";
const CLI_CIPHERTEXT = "v1:m8+U6pzIqf1cEIOS:1LVZQzL85CrEWiwjfZsGH22b4iPPfQO9jPgXpgCf";

describe("the passphrase secrets provider", () => {
  it("opens what the CLI sealed", async () => {
    const crypter = await Crypter.open(CLI_SALT, "correct horse");
    expect(crypter.decrypt(CLI_CIPHERTEXT)).toBe("battery staple");
  });

  it("opens what it sealed itself, and nothing that was tampered with", async () => {
    const crypter = await Crypter.open((await Crypter.create("open")).salt, "open");
    const sealed = crypter.encrypt("hush");
    expect(crypter.decrypt(sealed)).toBe("hush");
    const [version, nonce, text = ""] = sealed.split(":");
    const flipped = Buffer.from(text, "base64");
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    expect(() => crypter.decrypt([version, nonce, flipped.toString("base64")].join(":"))).toThrow(
      /can not be decrypted/,
    );
  });

  it("makes stacks of one passphrase with one key, and seals nothing the same way twice", async () => {
    const [one, two] = [await Crypter.create("shared"), await Crypter.create("shared")];
    const saltOf = ({ salt }: Crypter): string | undefined => salt.split(":")[1];
    expect(saltOf(two)).toBe(saltOf(one));
    expect(saltOf(await Crypter.create("another"))).not.toBe(saltOf(one));
    expect(two.decrypt(one.encrypt("hush"))).toBe("hush");
    expect(two.encrypt("hush")).not.toBe(one.encrypt("hush"));
    expect(two.salt).not.toBe(one.salt);
  });

  it("refuses a wrong passphrase and a missing one as bad input, and leaves the state alone", async () => {
    const project = testProject(`exports.a = pulumi.secret(1);`);
    const stack = await project.stack();
    await stack.up();
    const file = path.join(project.stackFolder(), "checkpoint.json");
    const before = fs.readFileSync(file, "utf8");
    const wrong = await project.stack("dev", { passphrase: "guess" });
    const failure = engineFailure(await failureOf(wrong.up()));
    expect(failure).toMatchObject({ kind: "usage", exitCode: 2 });
    expect(failure?.message).toContain("incorrect passphrase");
    const none = await failureOf(
      project.engine.run(["up", "--yes", "--stack", "dev"], project.folder, {
        PULUMI_CONFIG_PASSPHRASE: undefined as unknown as string,
      }),
    );
    expect(none.message).toContain("passphrase must be set with PULUMI_CONFIG_PASSPHRASE");
    expect(fs.readFileSync(file, "utf8")).toBe(before);
  });
});

describe("secrets", () => {
  const SECRETS = ["hush-config", "hush-output", "key of v"];

  it("are in clear nowhere on disk, in no event and in no output, and their ciphertext stays while they do", async () => {
    const project = testProject(`
      const password = new pulumi.Config().requireSecret("password");
      const a = new Thing("a", { password, made: pulumi.secret("hush-output") });
      const v = new Vault("v");
      exports.password = a.password; exports.key = v.key; exports.nested = { made: a.made };
      console.log("the password is hush-config");`);
    const stack = await project.stack();
    await stack.setConfig("password", { value: "hush-config", secret: true });
    const { events, onEvent } = collector();
    const up = await stack.up({ onEvent });
    expect(up.outputs).toEqual({
      password: { value: "hush-config", secret: true },
      key: { value: "key of v", secret: true },
      nested: { value: { made: "hush-output" }, secret: true },
    });
    const checkpoint = path.join(project.stackFolder(), "checkpoint.json");
    const sealed = (): string[] => fs.readFileSync(checkpoint, "utf8").match(/"ciphertext": "[^"]+"/g) ?? [];
    const before = sealed();
    expect(before.length).toBeGreaterThan(4);
    await stack.up();
    expect(sealed()).toEqual(before);
    for (const secret of SECRETS) {
      expect(JSON.stringify(events)).not.toContain(secret);
      expect(up.stdout + up.stderr).not.toContain(secret);
      const found = execFileSync("sh", ["-c", `grep -rl "${secret}" "${project.home}" || true`], {
        encoding: "utf8",
      });
      expect(found).toBe("");
    }
  });

  it("of a program's environment: no passphrase, no cloud's credentials", async () => {
    const project =
      testProject(`exports.env = Object.keys(process.env).filter((name) => /PASSPHRASE|AWS_|OCI_/.test(name));
      exports.own = process.env.FOR_THE_PROGRAM;`);
    process.env["AWS_SECRET_ACCESS_KEY"] = "x";
    try {
      const stack = await project.stack();
      stack.workspace.envVars["FOR_THE_PROGRAM"] = "yes";
      const up = await stack.up();
      expect(up.outputs["env"]?.value).toEqual([]);
      expect(up.outputs["own"]?.value).toBe("yes");
    } finally {
      delete process.env["AWS_SECRET_ACCESS_KEY"];
    }
  });
});
