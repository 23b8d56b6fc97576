/** What the engine runs in its child processes before the SDK's runners. */
import { loadPartsLate } from "./late-modules";
import { LIBRARY } from "./program-line";

const IMPORTS = `import Module from "node:module";
import net from "node:net";
import util, { promisify } from "node:util";
import { pathToFileURL } from "node:url";`;

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

const LATE_PARTS = `(${loadPartsLate.toString()})(Module);`;

// What the SDK does for each resource and promise, and the engine has no use for, is most of what a large program costs:
// the whole stack of every registration; and the stack of every promise, mapped to its source there and then, which it shows
// only where leaks are looked for. And it attaches a debugger to every program, to know which script is which when it
// serializes a function: here that is asked of the debugger when it is first needed, which then tells of the scripts that
// are loaded already. Its debug lines, a dozen calls a resource, are for the engine to drop: they are not sent.
const QUIET_SDK = changing(`{
  "/@pulumi/pulumi/resource.js": ({ Resource }) => {
    const { stackTrace } = Resource;
    // The SDK makes a text of the whole stack for each resource; one place is asked for, which the frames hold as they are.
    Resource.stackTrace = (skip) => {
      const { prepareStackTrace, stackTraceLimit } = Error;
      Error.prepareStackTrace = (_, sites) => sites;
      Error.stackTraceLimit = 40;
      const { stack } = new Error();
      Object.assign(Error, { prepareStackTrace, stackTraceLimit });
      for (const site of stack) {
        const file = site.getFileName();
        // Not of Node's own, nor of this text.
        if (!/^(file:|[/]|[A-Z]:)/i.test(file ?? "") || ${LIBRARY}.test(file)) continue;
        if (/\\.[cm]?tsx?$/.test(file)) return stackTrace(skip); // compiled in memory: who did it maps lines of texts
        const uri = file.startsWith("file:") ? file : pathToFileURL(file).href;
        return [{ uri, line: site.getLineNumber(), column: site.getColumnNumber() }];
      }
      return [];
    };
  },
  "/@pulumi/pulumi/runtime/closure/v8Hooks.js": (hooks) => {
    const urls = new Map();
    const attach = async () => {
      const { Session } = await import("node:inspector");
      const session = new Session();
      session.connect();
      session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
      await promisify(session.post).call(session, "Debugger.enable");
      return session;
    };
    let attached;
    hooks.isInitializedAsync = () => Promise.resolve();
    hooks.getSessionAsync = () => (attached ??= attach());
    hooks.getScriptUrl = (id) => urls.get(id);
  },
  "/@pulumi/pulumi/proto/engine_grpc_pb.js": ({ EngineClient: { prototype: client } }) => {
    const { log } = client;
    client.log = function (request, ...rest) {
      if (request.getSeverity() > 0) return log.call(this, request, ...rest);
      setImmediate(rest.at(-1));
    };
  },
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
}`);

// A policy server makes plain values of a resource's properties anew for every rule, and of a whole stack's for every rule
// that looks at stacks, though most rules stop at the type. So each rule gets its own values as before, once it reads them.
const READ_PROPERTIES_LATE = changing(`{
  "/@pulumi/policy/deserialize.js": (values) => {
    const { deserializeProperties } = values;
    class Unread {
      constructor(properties) {
        this.properties = properties;
      }
      read(target) {
        if (this.properties !== undefined) Object.assign(target, deserializeProperties(this.properties, false));
        this.properties = undefined;
        return target;
      }
    }
    const traps =
      "get set has deleteProperty ownKeys getOwnPropertyDescriptor defineProperty preventExtensions".split(" ");
    for (const trap of traps) {
      Unread.prototype[trap] = function (target, ...rest) {
        return Reflect[trap](this.read(target), ...rest);
      };
    }
    values.deserializeProperties = (properties, proxySecrets) =>
      proxySecrets ? deserializeProperties(properties, true) : new Proxy({}, new Unread(properties));
  },
}`);

/** Where a child finds the end of its engine's process: a pipe that nothing is written to. */
export const PARENT_PIPE = 3;

// A killed engine can not end its children; the end of the pipe to it does.
const END_WITH_PARENT = `new net.Socket({ fd: ${PARENT_PIPE}, readable: true, writable: false })
  .on("end", () => process.exit()).on("error", () => process.exit()).resume().unref();`;

/** Arguments for every child. */
export const PRELOAD = preload(
  [IMPORTS, PLAIN_ERRORS, LATE_PARTS, QUIET_SDK, READ_PROPERTIES_LATE, END_WITH_PARENT].join("\n"),
);

/** More arguments for a policy pack in plain JavaScript: the SDK loads TypeScript's loader and compiler for any. */
export const PRELOAD_PLAIN_PACK = preload(
  `import Module from "node:module";
${changing(`{
  "/@pulumi/pulumi/cmd/run-policy-pack/run.js": (runner) => {
    const { run } = runner;
    runner.run = (options) => run({ ...options, typeScript: false });
  },
}`)}`,
);

/** Changes what modules of the SDK export, once they are loaded; `changes` is the text of an object of functions by file. */
function changing(changes: string): string {
  return `{
  const load = Module._extensions[".js"];
  const changes = ${changes};
  Module._extensions[".js"] = (module, filename) => {
    load(module, filename);
    const at = filename.lastIndexOf("/@pulumi/");
    if (at >= 0) changes[filename.slice(at)]?.(module.exports);
  };
}`;
}

function preload(source: string): readonly string[] {
  // Without a name of its own, all of it stands in every stack trace that passes through it.
  const named = `${source}\n//# sourceURL=causeway-preload.mjs`;
  return ["--import", `data:text/javascript,${encodeURIComponent(named)}`];
}
