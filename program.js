// What Pulumi runs. It is no part of dist/, so that a checkout which is not built says so in one line.
const { existsSync } = require("node:fs");
const path = require("node:path");
const { RunError } = require("@pulumi/pulumi");

const built = path.join(__dirname, "dist", "stacks", "main.js");
if (!existsSync(built)) {
  // The SDK colours the frames of an error that it then prints without them, for which Node 20 takes a minute.
  Error.stackTraceLimit = 0;
  throw new RunError("dist is missing: run npm run build, then again");
}
module.exports = require(built);
