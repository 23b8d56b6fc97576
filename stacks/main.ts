import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { RENAMES, withOldNames } from "./aliases";
import { runPlatform } from "./define/run";
import { platform } from "./reference";
import { FRESH, staleness } from "./staleness";

// The SDK keeps a stack trace for every output property, and colours one before it prints any error, which takes Node 20
// tens of seconds for a long one. A few frames are enough to find the line.
if (!process.env["CAUSEWAY_DEBUG"]) Error.stackTraceLimit = 4;

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
