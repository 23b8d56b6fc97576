import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { RENAMES, withOldNames } from "./aliases";
import { keepTracesShort, runPlatform } from "./define/run";
import { platform } from "./reference";
import { FRESH, staleness } from "./staleness";

keepTracesShort();

// A deployer that has looked already says so.
const stale = process.env[FRESH] === "1" ? undefined : staleness(path.resolve(__dirname, "..", ".."));
if (stale !== undefined) throw new pulumi.RunError(`${stale}: run npm run build, then again`);

if (RENAMES.length > 0) {
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => ({
    props,
    opts: withOldNames(RENAMES, type, name, opts),
  }));
}

export = () => runPlatform(platform);
