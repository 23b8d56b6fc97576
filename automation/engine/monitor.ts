/** The `ResourceMonitor` service: what a program calls to register, read and invoke. */
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as providerPb from "@pulumi/pulumi/proto/provider_pb";
import * as resourcePb from "@pulumi/pulumi/proto/resource_pb";
import type * as grpcTypes from "@grpc/grpc-js";
import type { AssetReader, DecodeOptions, Json } from "./wire";
import { decode, decodeStruct, encodeStruct } from "./wire";
import type { DefaultProviders } from "./default-providers";
import { defaultDenied, deniedReference } from "./default-providers";
import { EngineError, messageOf, unsupported } from "./errors";
import type { Invokes } from "./invoke";
import { goalFrom, inheritFromParent, optionsFrom } from "./registration";
import type { RegisterOptions } from "./registration";
import { emptyPb, grpc } from "./sdk";
import type { ResourceState } from "./state";
import type { Goal, ReadGoal, RegistrationResult } from "./steps/step";
import { Callbacks, transformInvoke, transformResource } from "./transforms";
import { isProviderType, packageOf } from "./urn";
import type { PropertyMap } from "./values";

export interface Registered {
  readonly state: ResourceState;
  readonly result: RegistrationResult;
}

/** What the monitor hands a program's calls to. */
export interface MonitorHost {
  register(goal: Goal): Promise<Registered>;
  read(goal: ReadGoal): Promise<ResourceState>;
  registerOutputs(urn: string, outputs: PropertyMap): Promise<void>;
  /** Resolves when what the program has registered is done. */
  registered(): Promise<void>;
  warn(message: string, urn: string): void;
}

/** The operation ended under the program's feet: it is told nothing more, and ends quietly. */
export class MonitorClosed extends Error {
  override readonly name = "MonitorClosed";
}

const FEATURES = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "replacementTrigger",
  "transforms",
  "invokeTransforms",
]);

const RESULTS: Readonly<Record<RegistrationResult, resourcePb.Result>> = {
  done: resourcePb.Result.SUCCESS,
  failed: resourcePb.Result.FAIL,
  skipped: resourcePb.Result.SKIP,
};

interface Encoding {
  readonly secrets: boolean;
  readonly resources: boolean;
}

export class Monitor {
  readonly #callbacks = new Callbacks();
  readonly #stackTransforms: Callback[] = [];
  readonly #invokeTransforms: Callback[] = [];
  /** By URN: the transforms a resource brought, its parent, its goal, and the providers a component hands down. */
  readonly #transforms = new Map<string, Callback[]>();
  readonly #parents = new Map<string, string>();
  readonly #goals = new Map<string, Goal>();
  readonly #componentProviders = new Map<string, Record<string, string>>();

  constructor(
    private readonly host: MonitorHost,
    private readonly defaults: DefaultProviders,
    private readonly invokes: Invokes,
    private readonly asset: AssetReader,
  ) {}

  close(): void {
    this.#callbacks.close();
  }

  /** The service's methods, to be added to a server. */
  service(): grpcTypes.UntypedServiceImplementation {
    return {
      supportsFeature: unary<resourcePb.SupportsFeatureRequest>((request) => {
        const response = new resourcePb.SupportsFeatureResponse();
        response.setHassupport(FEATURES.has(request.getId()));
        return Promise.resolve(response);
      }),
      registerResource: unary<resourcePb.RegisterResourceRequest>((request) => this.#register(request)),
      readResource: unary<resourcePb.ReadResourceRequest>((request) => this.#read(request)),
      registerResourceOutputs: unary<resourcePb.RegisterResourceOutputsRequest>(async (request) => {
        const outputs = decodeStruct(request.getOutputs(), { asset: this.asset });
        await this.host.registerOutputs(request.getUrn(), outputs);
        return new emptyPb.Empty();
      }),
      invoke: unary<resourcePb.ResourceInvokeRequest>((request) => this.#invoke(request)),
      call: unary(() => Promise.reject(unsupported("method calls on resources", "use an invoke"))),
      registerStackTransform: unary<Callback>((callback) => {
        this.#stackTransforms.push(callback);
        return Promise.resolve(new emptyPb.Empty());
      }),
      registerStackInvokeTransform: unary<Callback>((callback) => {
        this.#invokeTransforms.push(callback);
        return Promise.resolve(new emptyPb.Empty());
      }),
      registerResourceHook: unary(() => Promise.reject(unsupported("resource hooks", "leave them out"))),
      registerErrorHook: unary(() => Promise.reject(unsupported("error hooks", "leave them out"))),
      registerPackage: unary(() =>
        Promise.reject(unsupported("parameterized packages", "use a package that is published as an SDK")),
      ),
      signalAndWaitForShutdown: unary(async () => {
        await this.host.registered();
        return new emptyPb.Empty();
      }),
    };
  }

  async #register(request: resourcePb.RegisterResourceRequest): Promise<resourcePb.RegisterResourceResponse> {
    const type = request.getType();
    if (request.getRemote()) {
      throw unsupported(`remote components (${type})`, "use components that run in the program");
    }
    if (request.getCustom() && !/^[^:]+:[^:]*:[^:]+$/.test(type)) {
      throw new Error(`Type '${type}' is not a type token of the form package:module:type`);
    }
    const parent = request.getParent();
    const parentGoal = this.#goals.get(parent);
    if (parentGoal !== undefined) inheritFromParent(request, parentGoal);

    const own = request.getTransformsList();
    const options = await this.#transformed(request, own);
    const providers = { ...this.#componentProviders.get(parent), ...options.providers };
    const provider = request.getCustom() ? await this.#providerFor(request, options, providers) : "";
    const goal = goalFrom(request, options, provider);
    const { state, result } = await this.host.register(goal);
    if (result !== "done" && !request.getSupportsresultreporting()) {
      throw new Error("resource registration failed");
    }

    this.#goals.set(state.urn, goal);
    this.#parents.set(state.urn, parent);
    if (own.length > 0) this.#transforms.set(state.urn, own);
    if (!request.getCustom()) {
      this.#componentProviders.set(state.urn, providers);
      this.#warnIgnoredOptions(state.urn, goal);
    }
    const response = new resourcePb.RegisterResourceResponse();
    response.setUrn(state.urn);
    response.setId(state.id);
    response.setResult(RESULTS[result]);
    // A component's outputs come from the program itself; those of the last run may name resources not made yet.
    response.setObject(encodeStruct(request.getCustom() ? state.outputs : {}, this.#encoding(request)));
    return response;
  }

  #encoding(request: { getAcceptsecrets(): boolean; getAcceptresources(): boolean }): Encoding {
    return { secrets: request.getAcceptsecrets(), resources: request.getAcceptresources() };
  }

  /** The request's properties and options after its own transforms, its ancestors' and the stack's. */
  async #transformed(request: resourcePb.RegisterResourceRequest, own: Callback[]): Promise<RegisterOptions> {
    const transforms = [...own];
    for (let at = request.getParent(); at !== ""; at = this.#parents.get(at) ?? "") {
      transforms.push(...(this.#transforms.get(at) ?? []));
    }
    transforms.push(...this.#stackTransforms);

    const { properties, propertyDependencies } = this.#properties(request.getObject());
    const base = optionsFrom(request, properties, propertyDependencies);
    if (transforms.length === 0) return base;
    let now = { properties: base.properties, options: base.message };
    const resource = {
      name: request.getName(),
      type: request.getType(),
      custom: request.getCustom(),
      parent: request.getParent(),
    };
    for (const transform of transforms) {
      now = await transformResource(this.#callbacks, transform, resource, now, { asset: this.asset });
    }
    return optionsFrom(request, now.properties, propertyDependencies, now.options);
  }

  #properties(struct: Struct | undefined): {
    properties: PropertyMap;
    propertyDependencies: Record<string, Set<string>>;
  } {
    const raw = (struct?.toJavaScript() ?? {}) as Record<string, Json>;
    const properties: Record<string, PropertyMap[string]> = {};
    const propertyDependencies: Record<string, Set<string>> = {};
    for (const [key, value] of Object.entries(raw)) {
      const dependencies = new Set<string>();
      const options: DecodeOptions = { asset: this.asset, dependencies };
      properties[key] = decode(value, options);
      if (dependencies.size > 0) propertyDependencies[key] = dependencies;
    }
    return { properties, propertyDependencies };
  }

  async #providerFor(
    request: resourcePb.RegisterResourceRequest,
    options: RegisterOptions,
    providers: Readonly<Record<string, string>>,
  ): Promise<string> {
    const type = request.getType();
    if (isProviderType(type)) return "";
    const packageName = packageOf(type);
    const explicit = options.provider === "" ? providers[packageName] : options.provider;
    if (explicit !== undefined) return explicit;
    if (this.defaults.isDisabled(packageName)) return deniedReference(packageName);
    return this.defaults.reference(packageName, options.version);
  }

  #warnIgnoredOptions(urn: string, goal: Goal): void {
    const given: [string, boolean][] = [
      ["ignoreChanges", goal.ignoreChanges.length > 0],
      ["customTimeouts", Object.keys(goal.customTimeouts).length > 0],
      ["additionalSecretOutputs", goal.additionalSecretOutputs.length > 0],
      ["replaceOnChanges", goal.replaceOnChanges.length > 0],
    ];
    for (const [name, set] of given) {
      if (set) this.host.warn(`The option '${name}' has no automatic effect on component resources.`, urn);
    }
  }

  async #read(request: resourcePb.ReadResourceRequest): Promise<resourcePb.ReadResourceResponse> {
    const type = request.getType();
    const packageName = packageOf(type);
    const parent = request.getParent();
    let provider = request.getProvider();
    if (provider === "" && !isProviderType(type)) {
      if (this.defaults.isDisabled(packageName)) throw new Error(defaultDenied(packageName, type));
      provider = await this.defaults.reference(packageName, request.getVersion());
    }
    const properties = decodeStruct(request.getProperties(), { asset: this.asset });
    const state = await this.host.read({
      type,
      name: request.getName(),
      id: request.getId(),
      parent,
      provider,
      properties,
      dependencies: request.getDependenciesList(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    });
    this.#parents.set(state.urn, parent);
    const response = new resourcePb.ReadResourceResponse();
    response.setUrn(state.urn);
    response.setProperties(encodeStruct(state.outputs, this.#encoding(request)));
    return response;
  }

  async #invoke(request: resourcePb.ResourceInvokeRequest): Promise<providerPb.InvokeResponse> {
    const token = request.getTok();
    const options = new resourcePb.TransformInvokeOptions();
    options.setProvider(request.getProvider());
    options.setVersion(request.getVersion());
    options.setPluginDownloadUrl(request.getPlugindownloadurl());
    let now = { args: decodeStruct(request.getArgs(), { asset: this.asset }), options };
    for (const transform of this.#invokeTransforms) {
      now = await transformInvoke(this.#callbacks, transform, token, now, { asset: this.asset });
    }
    const result = await this.invokes.invoke(
      token,
      now.args,
      now.options.getProvider(),
      now.options.getVersion(),
    );
    const response = new providerPb.InvokeResponse();
    if ("failures" in result) {
      for (const { property, reason } of result.failures) {
        const failure = new providerPb.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        response.addFailures(failure);
      }
    } else {
      response.setReturn(
        encodeStruct(result.result, { secrets: true, resources: request.getAcceptresources() }),
      );
    }
    return response;
  }
}

type Handler<Request> = (request: Request) => Promise<unknown>;

function unary<Request>(handler: Handler<Request>): grpcTypes.handleUnaryCall<Request, unknown> {
  return (call, callback) => {
    handler(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toStatus(error)),
    );
  };
}

function toStatus(error: unknown): Partial<grpcTypes.StatusObject> {
  if (error instanceof MonitorClosed) return { code: grpc.status.UNAVAILABLE, details: error.message };
  const code =
    error instanceof EngineError && error.kind === "unsupported" ? grpc.status.UNIMPLEMENTED : undefined;
  return { code: code ?? grpc.status.UNKNOWN, details: messageOf(error) };
}
