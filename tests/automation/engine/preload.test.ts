import { describe, expect, it } from "vitest";
import { testProject } from "./support/project";

const LATE = ["typescript", "@npmcli/arborist", "normalize-package-data", "fdir", "upath"];
const LOADED = `exports.loaded = ${JSON.stringify(LATE)}.filter((name) =>
  Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/")));`;

describe("a program's process", { timeout: 60_000 }, () => {
  it("does not load the TypeScript compiler or npm's reader for a program that serializes no function", async () => {
    const stack = await testProject(`new Thing("a"); ${LOADED}`).stack();
    expect((await stack.up()).outputs["loaded"]?.value).toEqual([]);
  });

  it("loads them for one that does, which works as ever", async () => {
    const stack = await testProject(`
      const word = "captured";
      exports.text = pulumi.runtime.serializeFunction(() => word.length).then(({ text }) => text);
      exports.paths = pulumi.runtime.computeCodePaths().then((paths) => paths instanceof Map);
      exports.loaded = Promise.all([exports.text, exports.paths]).then(() => { ${LOADED.replace("exports.loaded =", "return")} });`).stack();
    const { outputs } = await stack.up();
    expect(outputs["text"]?.value).toContain('word: "captured"');
    expect(outputs["text"]?.value).toContain("word.length");
    expect(outputs["paths"]?.value).toBe(true);
    // fdir is for workspaces alone.
    expect(outputs["loaded"]?.value).toEqual(LATE.filter((name) => name !== "fdir"));
  });

  it("does not send debug lines, and still says of each that it is done", async () => {
    const stack = await testProject(`
      const { LogRequest } = require("@pulumi/pulumi/proto/engine_pb");
      const { serializeBinary } = LogRequest.prototype;
      const sent = [];
      LogRequest.prototype.serializeBinary = function () {
        sent.push(this.getMessage());
        return serializeBinary.call(this);
      };
      exports.sent = pulumi.log.debug("a").then(() => pulumi.log.info("b")).then(() => sent);`).stack();
    expect((await stack.up()).outputs["sent"]?.value).toEqual(["b"]);
  });

  it("keeps the stacks of promises where leaks are looked for, and there alone", async () => {
    const project = testProject(`
      const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
      const promise = Promise.resolve();
      void debuggablePromise(promise, "mine");
      exports.stack = promise._debugStackTrace;`);
    const plain = await project.stack();
    expect((await plain.up()).outputs["stack"]?.value).not.toContain("index.js");
    const leaks = await project.stack("leaks");
    leaks.workspace.envVars["PULUMI_DEBUG_PROMISE_LEAKS"] = "true";
    expect((await leaks.up()).outputs["stack"]?.value).toContain("index.js");
  });
});
