/** Tells what a platform is by loading it. */
import Module from "node:module";
import { loadPlatform } from "../deploy/load-platform";
import type { Platform } from "../../stacks/define/platform";
import type { Stack } from "../../stacks/define/stack";
import { DESCRIPTION_SCHEMA, type Description } from "./description";

/**
 * Loads the platform that a module exports, and no program of its stacks.
 *
 * @param defaults the project's configuration defaults.
 */
export async function describePlatform(
  module: string,
  defaults: Readonly<Record<string, string>>,
): Promise<Description> {
  const { platform } = await loadPlatform(module, "/");
  const stacks = [];
  for (const stack of platform.stacks) stacks.push(await described(stack));
  const environments: Description["environments"] = {};
  for (const { name } of Object.values(platform.environments)) {
    environments[name] = await settled(platform, name, defaults);
  }
  return {
    schema: DESCRIPTION_SCHEMA,
    name: platform.name,
    stacks,
    environments,
  };
}

async function described(stack: Stack): Promise<Description["stacks"][number]> {
  const { name, phase, wave, needs, outputs } = stack;
  const contract = ({ stack, version, fields }: Stack["outputs"]) => ({
    stack,
    version,
    fields: [...fields],
  });
  const module = await moduleOf(stack);
  return {
    name,
    phase,
    ...(wave === undefined ? {} : { wave }),
    needs: Object.fromEntries(Object.entries(needs).map(([key, need]) => [key, contract(need)])),
    outputs: contract(outputs),
    ...(module === undefined ? {} : { module }),
  };
}

async function settled(
  platform: Platform,
  name: string,
  defaults: Readonly<Record<string, string>>,
): Promise<Description["environments"][string]> {
  const env = platform.environments[name];
  if (env === undefined) throw new Error(`no environment ${name}`);
  const rehearsalConfig = { ...platform.rehearsalConfig(env) };
  const packs = await platform.policies(env, { ...defaults, ...rehearsalConfig });
  return {
    settings: JSON.parse(JSON.stringify(env)) as Record<string, unknown>,
    stacks: platform.stacks.filter((stack) => stack.includedIn(env)).map((stack) => stack.name),
    policies: packs.map(({ path, config }) => ({
      path,
      ...(config === undefined ? {} : { config: { ...config } }),
    })),
    rehearsalConfig,
  };
}

type Loader = { _load: (this: unknown, request: string, ...rest: unknown[]) => unknown };

/** The module that a stack loads its program from; asked by loading it, which is stopped before any of it runs. */
async function moduleOf(stack: Stack): Promise<string | undefined> {
  if (stack.load === undefined) return undefined;
  const loader = Module as unknown as Loader;
  const { _load } = loader;
  let asked: string | undefined;
  loader._load = function (request, ...rest) {
    if (asked !== undefined || !request.startsWith("/")) return _load.call(this, request, ...rest);
    asked = request;
    throw new Error("not loaded");
  };
  try {
    await stack.load();
  } catch (error) {
    if (asked === undefined) throw error;
  } finally {
    loader._load = _load;
  }
  return asked;
}
