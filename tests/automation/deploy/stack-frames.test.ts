import { describe, expect, it } from "vitest";
import { isFrame, ownPlace } from "../../../automation/deploy/stack-frames";

const TRACE = [
  "TypeError: no settings",
  "    at check (/app/node_modules/@pulumi/pulumi/output.js:12:3)",
  "    at new Script (node:vm:117:7)",
  "    at Object.run (/app/dist/stacks/define/stack.js:39:20)",
  "    at async Promise.all (index 0)",
  "    at new Shop (/app/my shop/shop.js:7:11)",
  "    at file:///app/platform.mjs:3:1",
];

describe("a stack trace", () => {
  it("is told from text: frames with and without a name, with and without a file", () => {
    expect(TRACE.filter(isFrame)).toEqual(TRACE.slice(1));
    for (const text of ["  at most 5 of them", "at home (10:20)", "    look at this: 1:2"])
      expect(isFrame(text), text).toBe(false);
  });

  it("ends, of an error that has properties, with a brace", () => {
    expect(isFrame("    at Module._load (node:internal/modules/cjs/loader:1225:37) {")).toBe(true);
    expect(ownPlace(["    at new Shop (/app/shop.js:7:11) {"])).toBe("/app/shop.js:7:11");
  });

  it("leads to no text that Node was started with", () => {
    const preload = "    at Function._load (data:text/javascript,import%20net:27:14)";
    expect(isFrame(preload)).toBe(true);
    expect(ownPlace([preload])).toBeUndefined();
    const called =
      "    at Function._load (data:text/javascript,import%20late(net)%3B%0A%2F%2F%23%20sourceURL=preload.mjs:28:14)";
    expect(ownPlace([called, ...TRACE])).toBe("/app/my shop/shop.js:7:11");
    const late = "    at loader._load (/app/dist/automation/engine/late-modules.js:39:14)";
    expect(ownPlace([late, ...TRACE])).toBe("/app/my shop/shop.js:7:11");
  });

  it("leads to the first place that is the user's own, of no package, of Node or of what runs the program", () => {
    expect(ownPlace(TRACE)).toBe("/app/my shop/shop.js:7:11");
    expect(ownPlace(TRACE.slice(6))).toBe("/app/platform.mjs:3:1");
    expect(ownPlace(TRACE.slice(0, 5))).toBeUndefined();
  });
});
