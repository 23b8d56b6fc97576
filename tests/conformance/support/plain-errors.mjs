/** Node 20 does not end when it colours some of the SDK's stack lines; the CLI's programs are spared that, too. */
import util from "node:util";

util.inspect = new Proxy(util.inspect, {
  apply: (inspect, self, [value, options, ...rest]) =>
    Reflect.apply(inspect, self, [
      value,
      options !== null && typeof options === "object" ? { ...options, colors: false } : options,
      ...rest,
    ]),
});
