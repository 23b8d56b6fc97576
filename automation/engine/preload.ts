/** What the engine runs in its child processes before the SDK's runners. */
import { loadCompilerLate } from "./late-compiler";

const IMPORTS = `import Module from "node:module";
import net from "node:net";
import util from "node:util";`;

// Node 20 never ends when it colours a stack line that names a file right under a scoped package, as source maps of
// the SDK do (node:internal/util/inspect, markNodeModules), and the runner prints every uncaught error in colour.
const PLAIN_ERRORS = `util.inspect = new Proxy(util.inspect, {
  apply: (inspect, self, [value, options, ...rest]) =>
    Reflect.apply(inspect, self, [
      value,
      options !== null && typeof options === "object" ? { ...options, colors: false } : options,
      ...rest,
    ]),
});`;

const LATE_COMPILER = `(${loadCompilerLate.toString()})(Module);`;

// What the SDK does for each resource and promise, and the engine has no use for, is most of what a large program costs:
// debug lines, each a call to the engine, which drops them; the stack of every registration; and the stack of every
// promise, mapped to its source there and then, which the SDK shows only where leaks are looked for.
const QUIET_SDK = `const compile = Module._extensions[".js"];
const quieten = {
  "/@pulumi/pulumi/log/index.js": (log) => (log.debug = () => Promise.resolve()),
  "/@pulumi/pulumi/resource.js": ({ Resource }) => (Resource.stackTrace = () => []),
  "/@pulumi/pulumi/runtime/debuggable.js": (debuggable) => {
    if (debuggable.debugPromiseLeaks) return;
    const { debuggablePromise } = debuggable;
    debuggable.debuggablePromise = (promise, context) => {
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      try {
        return debuggablePromise(promise, context);
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
    };
  },
};
Module._extensions[".js"] = (module, filename) => {
  compile(module, filename);
  const at = filename.lastIndexOf("/@pulumi/pulumi/");
  if (at >= 0) quieten[filename.slice(at)]?.(module.exports);
};`;

/** Where a child finds the end of its engine's process: a pipe that nothing is written to. */
export const PARENT_PIPE = 3;

// A killed engine can not end its children; the end of the pipe to it does.
const END_WITH_PARENT = `new net.Socket({ fd: ${PARENT_PIPE}, readable: true, writable: false })
  .on("end", () => process.exit()).on("error", () => process.exit()).resume().unref();`;

/** Arguments for every child. */
export const PRELOAD = preload([IMPORTS, PLAIN_ERRORS, LATE_COMPILER, QUIET_SDK, END_WITH_PARENT].join("\n"));

function preload(source: string): readonly string[] {
  return ["--import", `data:text/javascript,${encodeURIComponent(source)}`];
}
