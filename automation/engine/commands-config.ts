/** `config` and its subcommands. */
import { parseFlags } from "./args";
import type { Flags } from "./args";
import type { CommandContext } from "./command-context";
import { unsupported, usage } from "./errors";
import { readHistory } from "./history";
import { StackConfig } from "./config";
import type { ConfigValue } from "./config";
import type { Crypter } from "./secrets";
import { openConfigCrypter, openCrypter, viewStack } from "./stack";
import type { Json } from "./wire";

export async function runConfig(context: CommandContext, args: readonly string[]): Promise<string> {
  const flags = parseFlags("config", args, {
    "--json": "flag",
    "--show-secrets": "flag",
    "--path": "flag",
    "--secret": args[0] === "set-all" ? "value" : "flag",
    "--plaintext": args[0] === "set-all" ? "value" : "flag",
    "--force": "flag",
    "--config-file": "value",
    "--open": "flag",
  });
  const [verb, ...names] = flags.positional;
  const store = context.store(flags);
  const config = StackConfig.load(context.project, store, flags.text("--config-file"));
  const crypter = async (): Promise<Crypter> => {
    const view = store.exists() ? viewStack(store) : undefined;
    const ofState = await openCrypter(config, context.env, view?.deployment);
    if (config.salt === undefined) config.setSalt(ofState.salt);
    return openConfigCrypter(config, context.env, ofState);
  };
  const atPath = flags.has("--path");
  switch (verb) {
    case undefined:
      return list(config, await crypter(), flags);
    case "get": {
      const [name] = required(names, 1, "config get KEY");
      const value = config.get(name, atPath, await crypter());
      if (value === undefined) {
        throw usage(`configuration key '${name}' not found for stack '${store.stack}'`);
      }
      return flags.has("--json")
        ? `${JSON.stringify(describe(value, true), undefined, 2)}\n`
        : `${value.value}\n`;
    }
    case "set": {
      const [name, value] = required(names, 2, "config set KEY VALUE");
      config.setAll([[name, await sealed(value, flags.has("--secret"), crypter)]], atPath);
      return "";
    }
    case "set-all": {
      const values: [name: string, value: Json][] = [];
      for (const [flag, pair] of flags.ordered) {
        if (flag !== "--secret" && flag !== "--plaintext") continue;
        const at = pair.indexOf("=");
        if (at < 1) throw usage(`${JSON.stringify(pair)} is not of the form KEY=VALUE`);
        values.push([pair.slice(0, at), await sealed(pair.slice(at + 1), flag === "--secret", crypter)]);
      }
      config.setAll(values, atPath);
      return "";
    }
    case "rm":
      config.remove(required(names, 1, "config rm KEY")[0], atPath);
      return "";
    case "rm-all":
      for (const name of names) config.remove(name, atPath);
      return "";
    case "refresh": {
      const [last] = readHistory(store, { size: 1, number: 1 });
      if (last === undefined)
        throw usage(`stack '${store.stack}' has no deployment to take its configuration from`);
      config.replaceAll(last.config);
      return "";
    }
    default:
      throw unsupported(`config ${verb}`, "use get, set, set-all, rm, rm-all or refresh");
  }
}

async function sealed(value: string, secret: boolean, crypter: () => Promise<Crypter>): Promise<Json> {
  return secret ? { secure: (await crypter()).encrypt(value) } : value;
}

function required(names: readonly string[], count: 1, form: string): [string];
function required(names: readonly string[], count: 2, form: string): [string, string];
function required(names: readonly string[], count: number, form: string): string[] {
  if (names.length !== count) throw usage(`expected ${form}, got ${names.length} arguments`);
  return [...names];
}

function describe(value: ConfigValue, show: boolean): Json {
  const shown = show || !value.secret;
  return {
    ...(shown ? { value: value.value } : {}),
    ...(shown && value.objectValue !== undefined ? { objectValue: value.objectValue } : {}),
    secret: value.secret,
  };
}

function list(config: StackConfig, crypter: Crypter, flags: Flags): string {
  const show = flags.has("--show-secrets");
  const values = Object.entries(config.values(crypter));
  if (flags.has("--json")) {
    const described = Object.fromEntries(values.map(([key, value]) => [key, describe(value, show)]));
    return `${JSON.stringify(described, undefined, 2)}\n`;
  }
  return values
    .map(([key, { value, secret }]) => `${key}  ${secret && !show ? "[secret]" : value}\n`)
    .join("");
}
