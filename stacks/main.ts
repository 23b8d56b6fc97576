import { RunError } from "@pulumi/pulumi";
import path from "node:path";
import { runPlatform } from "./define/run";
import { platform } from "./reference";
import { FRESH, staleness } from "./staleness";

// A deployer that has looked already says so.
const stale = process.env[FRESH] === "1" ? undefined : staleness(path.resolve(__dirname, "..", ".."));
if (stale !== undefined) throw new RunError(`${stale}: run npm run build, then again`);

export = () => runPlatform(platform);
