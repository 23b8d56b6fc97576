/** From a request to register a resource to the goal that the engine works towards. */
import type { Alias as AliasMessage } from "@pulumi/pulumi/proto/alias_pb";
import * as resourcePb from "@pulumi/pulumi/proto/resource_pb";
import type { Alias } from "./aliases";
import { storedAsset } from "./assets";
import type { CustomTimeouts } from "./state";
import type { Goal } from "./steps/step";
import { programFrame } from "./program-line";
import { formatPath, parsePath } from "./property-path";
import { isProviderType, packageOf, parseReference, providerPackage, typeOf } from "./urn";
import type { Property, PropertyMap } from "./values";
import { decode } from "./wire";
import type { Json } from "./wire";

/** Options of a registration, as transforms see and change them. */
export interface RegisterOptions {
  readonly message: resourcePb.TransformResourceOptions;
  readonly properties: PropertyMap;
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly provider: string;
  readonly providers: Readonly<Record<string, string>>;
  readonly version: string;
}

/** What a child takes from its parent where it says nothing itself. */
export function inheritFromParent(request: resourcePb.RegisterResourceRequest, parent: Goal): void {
  if (request.getDeletedwith() === "") request.setDeletedwith(parent.deletedWith);
  if (!request.hasProtect() && parent.protect !== undefined) request.setProtect(parent.protect);
  if (!request.hasRetainondelete() && parent.retainOnDelete !== undefined) {
    request.setRetainondelete(parent.retainOnDelete);
  }
  if (request.getProvider() === "" && parent.provider !== "" && request.getCustom()) {
    const { urn } = parseReference(parent.provider);
    if (providerPackage(typeOf(urn)) === packageOf(request.getType())) request.setProvider(parent.provider);
  }
}

export function optionsFrom(
  request: resourcePb.RegisterResourceRequest,
  properties: PropertyMap,
  inOutputs: Readonly<Record<string, ReadonlySet<string>>>,
  transformed?: resourcePb.TransformResourceOptions,
): RegisterOptions {
  const message = transformed ?? requestOptions(request);
  const declared = new Map<string, readonly string[]>();
  request.getPropertydependenciesMap().forEach((urns, key) => declared.set(key, urns.getUrnsList()));
  const providers: Record<string, string> = {};
  message.getProvidersMap().forEach((reference, name) => (providers[name] = reference));
  const all = request.getDependenciesList();
  // A request that says nothing of its properties means that each depends on everything.
  const fallback = declared.size === 0 ? all : [];
  const propertyDependencies = Object.fromEntries(
    Object.keys(properties).map((key) => {
      const urns = new Set([...(declared.get(key) ?? fallback), ...(inOutputs[key] ?? [])]);
      return [key, [...urns].sort()];
    }),
  );
  return {
    message,
    properties,
    propertyDependencies,
    provider: message.getProvider(),
    providers,
    version: message.getVersion(),
  };
}

function requestOptions(request: resourcePb.RegisterResourceRequest): resourcePb.TransformResourceOptions {
  const options = new resourcePb.TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  const timeouts = request.getCustomtimeouts();
  if (timeouts !== undefined) options.setCustomTimeouts(timeouts);
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  options.setDeletedWith(request.getDeletedwith());
  if (request.getDeletebeforereplacedefined())
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  options.setHideDiffList(request.getHidediffsList());
  options.setReplaceWithList(request.getReplaceWithList());
  const trigger = request.getReplacementTrigger();
  if (trigger !== undefined) options.setReplacementTrigger(trigger);
  request.getProvidersMap().forEach((reference, name) => options.getProvidersMap().set(name, reference));
  return options;
}

export function goalFrom(
  request: resourcePb.RegisterResourceRequest,
  { message, properties, propertyDependencies, version }: RegisterOptions,
  provider: string,
): Goal {
  const type = request.getType();
  const trigger = message.getReplacementTrigger();
  const withVersion: PropertyMap =
    isProviderType(type) && version !== "" && properties["version"] === undefined
      ? { version, __internal: {} }
      : {};
  const dependencies = new Set([
    ...message.getDependsOnList(),
    ...Object.values(propertyDependencies).flat(),
  ]);
  return {
    type,
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    properties: { ...properties, ...withVersion },
    frame: programFrame(request.getStacktrace()),
    provider,
    dependencies: [...dependencies].sort(),
    propertyDependencies,
    protect: message.hasProtect() ? message.getProtect() : undefined,
    retainOnDelete: message.hasRetainOnDelete() ? message.getRetainOnDelete() : undefined,
    deleteBeforeReplace: message.hasDeleteBeforeReplace() ? message.getDeleteBeforeReplace() : undefined,
    deletedWith: message.getDeletedWith(),
    replaceWith: message.getReplaceWithList(),
    ignoreChanges: message.getIgnoreChangesList(),
    hideDiffs: message.getHideDiffList().map((text) => formatPath(parsePath(text))),
    replaceOnChanges: message.getReplaceOnChangesList(),
    replacementTrigger:
      trigger === undefined ? undefined : replacementTrigger(trigger.toJavaScript() as Json),
    additionalSecretOutputs: message.getAdditionalSecretOutputsList(),
    aliases: [
      ...request.getAliasurnsList().map((urn): Alias => ({ urn })),
      ...message.getAliasesList().map(aliasFrom),
    ],
    importId: message.getImport(),
    customTimeouts: timeoutsFrom(message.getCustomTimeouts()),
  };
}

function replacementTrigger(raw: Json): Property | undefined {
  const value = decode(raw, { asset: storedAsset });
  return value === null ? undefined : value;
}

function aliasFrom(message: AliasMessage): Alias {
  const spec = message.getSpec();
  if (spec === undefined) return { urn: message.getUrn() };
  return {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent(),
  };
}

function timeoutsFrom(
  message: resourcePb.RegisterResourceRequest.CustomTimeouts | undefined,
): CustomTimeouts {
  const given: [keyof CustomTimeouts, string | undefined][] = [
    ["create", message?.getCreate()],
    ["update", message?.getUpdate()],
    ["delete", message?.getDelete()],
    ["read", message?.getRead()],
  ];
  return Object.fromEntries(
    given.flatMap(([name, text]) =>
      text === undefined || text === "" ? [] : [[name, durationSeconds(text)]],
    ),
  );
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** A duration as Go writes it: `1h30m`, `1.5s`. */
export function durationSeconds(text: string): number {
  const parts = [...text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text) {
    throw new Error(`unable to parse customTimeout Value ${text}`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_SECONDS[unit ?? "s"] ?? 1), 0);
}
