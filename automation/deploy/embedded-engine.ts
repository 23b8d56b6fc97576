import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import type { FailureKind as EngineFailureKind } from "../engine";
import type { Engine } from "./engine";
import type { FailureKind } from "./failure";
import { makeRoot, type Layout } from "./layout";

const KINDS: Readonly<Record<EngineFailureKind, FailureKind>> = {
  failed: "failed",
  usage: "input",
  unsupported: "input",
  policy: "policy",
  locked: "locked",
  damaged: "damaged",
  changes: "changes",
  cancelled: "interrupted",
};

/** The embedded engine with its simulated clouds; all of it is kept below the layout's home. */
export async function embeddedEngine(layout: Layout): Promise<Engine> {
  // Loaded only where it is used: a run on the real engine must not pay for it.
  const [{ embeddedPulumi, engineFailure }, { simulatedClouds }] = await Promise.all([
    import("../engine/index.js"),
    import("../clouds/index.js"),
  ]);
  makeRoot(layout);
  const clouds = simulatedClouds({ home: path.join(layout.home, "clouds") });
  const command = embeddedPulumi({ clouds, home: path.join(layout.home, "engine") });
  return {
    name: "embedded",
    simulated: true,
    version: command.version?.toString() ?? "unknown",
    command: command as unknown as PulumiCommand,
    env: { PULUMI_CONFIG_PASSPHRASE: passphrase(path.join(layout.home, "passphrase")) },
    state: () => Promise.resolve(layout.home),
    plugins: () => Promise.resolve([]),
    secretsProvider: () => "passphrase",
    config: (platform, env) => platform.rehearsalConfig(env),
    failureOf: (error) => {
      const failure = engineFailure(error);
      return failure === undefined ? undefined : { kind: KINDS[failure.kind], message: failure.message };
    },
    // Its programs are ended with the process.
    kill: () => undefined,
    close: () => {
      clouds.close();
      return Promise.resolve();
    },
  };
}

/** Made once, at random, readable by its owner alone. */
function passphrase(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  }
  return readFileSync(file, "utf8").trim();
}
