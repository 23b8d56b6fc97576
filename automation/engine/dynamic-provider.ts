/**
 * Dynamic providers: code of the program's own that makes resources, serialized into each resource's `__provider` input.
 * The SDK's server for them runs in a process of its own and is spoken to in Pulumi's provider protocol.
 */
import type { ServiceError } from "@grpc/grpc-js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as providerPb from "@pulumi/pulumi/proto/provider_pb";
import * as providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as statusPb from "@pulumi/pulumi/proto/status_pb";
import { storedAsset } from "./assets";
import { childEnvironment } from "./child";
import type { Environment } from "./child";
import type { ConfigValue } from "./config";
import { findRunner, programConfig } from "./program";
import type { Project } from "./project";
import { ProviderError } from "./provider";
import type { DiffResponse, Provider, ProviderPackage, ResourceIdentity, Values } from "./provider";
import { channelOptions, grpc } from "./sdk";
import { startServedChild } from "./served-child";
import { call } from "./unary-call";
import type { Done } from "./unary-call";
import { DYNAMIC_PACKAGE } from "./urn";
import { fromProvider, toProviderMap } from "./values";
import { decodeStruct, encodeStruct } from "./wire";

export interface DynamicOptions {
  readonly project: Project;
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly parentEnv: Environment;
  /** What the caller set for the stack's program. */
  readonly env: Environment;
  /** Each line that a provider prints. */
  readonly onLine: (severity: "info" | "info#err", line: string) => void;
}

/** The package of the program's dynamic providers. Each provider resource is served by a process of its own. */
export function dynamicPackage(options: DynamicOptions): ProviderPackage {
  return {
    name: DYNAMIC_PACKAGE,
    // The server has no opinion on configuration: it keeps what it is given.
    checkConfig: ({ news }) => Promise.resolve({ inputs: news, failures: [] }),
    diffConfig: () => Promise.resolve({ changes: "unknown", replaces: [], deleteBeforeReplace: false }),
    configure: ({ config }) => openDynamicProvider(options, config),
  };
}

async function openDynamicProvider(options: DynamicOptions, config: Values): Promise<Provider> {
  const { project } = options;
  const { port, child } = await startServedChild({
    what: "the process of the program's dynamic providers",
    // The server takes the engine's address and does not use it.
    args: [...project.nodeArgs, findRunner(project.programDirectory, "dynamic-provider"), "127.0.0.1:0"],
    cwd: project.programDirectory,
    env: childEnvironment(options.parentEnv, options.env, {
      PULUMI_NODEJS_PROJECT: project.name,
      PULUMI_PROJECT: project.name,
      PULUMI_CONFIG: JSON.stringify(programConfig(options.config)),
    }),
    onLine: options.onLine,
  });
  const client = new providerGrpc.ResourceProviderClient(
    `127.0.0.1:${port}`,
    grpc.credentials.createInsecure(),
    channelOptions,
  );
  const close = async (): Promise<void> => {
    client.close();
    child.kill();
    await child.exited;
  };
  try {
    const request = new providerPb.ConfigureRequest();
    request.setArgs(struct(config));
    await call<providerPb.ConfigureResponse>((done) => client.configure(request, done));
    return { ...operationsOf(client), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function operationsOf(client: providerGrpc.ResourceProviderClient): Omit<Provider, "close"> {
  return {
    check: async ({ olds, news, randomSeed, ...resource }) => {
      const request = identified(new providerPb.CheckRequest(), resource);
      request.setOlds(struct(olds ?? {}));
      request.setNews(struct(news));
      request.setRandomseed(randomSeed);
      const response = await ask<providerPb.CheckResponse>((done) => client.check(request, done));
      const failures = response.getFailuresList();
      return {
        inputs: values(response.getInputs()),
        failures: failures.map((failure) => ({
          property: failure.getProperty(),
          reason: failure.getReason(),
        })),
      };
    },
    diff: async ({ id, oldInputs, oldOutputs, news, ignoreChanges, ...resource }) => {
      const request = identified(new providerPb.DiffRequest(), resource);
      request.setId(id);
      request.setOldInputs(struct(oldInputs));
      request.setOlds(struct(oldOutputs));
      request.setNews(struct(news));
      request.setIgnorechangesList([...ignoreChanges]);
      return diffOf(await ask<providerPb.DiffResponse>((done) => client.diff(request, done)));
    },
    create: async ({ inputs, preview, timeoutSeconds, ...resource }) => {
      // The SDK's server knows no previews: the inputs stand for what would be made.
      if (preview) return { id: "", outputs: {} };
      const request = identified(new providerPb.CreateRequest(), resource);
      request.setProperties(struct(inputs));
      request.setTimeout(timeoutSeconds ?? 0);
      const response = await ask<providerPb.CreateResponse>((done) => client.create(request, done), inputs);
      return { id: response.getId(), outputs: values(response.getProperties()) };
    },
    read: async ({ id, inputs, outputs, ...resource }) => {
      const request = identified(new providerPb.ReadRequest(), resource);
      request.setId(id);
      request.setInputs(struct(inputs));
      request.setProperties(struct(outputs));
      const response = await ask<providerPb.ReadResponse>((done) => client.read(request, done), inputs);
      if (response.getId() === "") return undefined;
      return {
        id: response.getId(),
        inputs: response.hasInputs() ? values(response.getInputs()) : inputs,
        outputs: values(response.getProperties()),
      };
    },
    update: async ({
      id,
      oldInputs,
      oldOutputs,
      news,
      ignoreChanges,
      preview,
      timeoutSeconds,
      ...resource
    }) => {
      if (preview) return { outputs: {} };
      const request = identified(new providerPb.UpdateRequest(), resource);
      request.setId(id);
      request.setOldInputs(struct(oldInputs));
      request.setOlds(struct(oldOutputs));
      request.setNews(struct(news));
      request.setIgnorechangesList([...ignoreChanges]);
      request.setTimeout(timeoutSeconds ?? 0);
      const response = await ask<providerPb.UpdateResponse>((done) => client.update(request, done), news);
      return { outputs: values(response.getProperties()) };
    },
    delete: async ({ id, inputs, outputs, timeoutSeconds, ...resource }) => {
      const request = identified(new providerPb.DeleteRequest(), resource);
      request.setId(id);
      request.setOldInputs(struct(inputs));
      request.setProperties(struct(outputs));
      request.setTimeout(timeoutSeconds ?? 0);
      await ask((done) => client.delete(request, done));
    },
    invoke: async ({ token, args }) => {
      const request = new providerPb.InvokeRequest();
      request.setTok(token);
      request.setArgs(struct(args));
      const response = await ask<providerPb.InvokeResponse>((done) => client.invoke(request, done));
      return { result: values(response.getReturn()) };
    },
  };
}

interface Identified {
  setUrn(urn: string): unknown;
  setType(type: string): unknown;
  setName(name: string): unknown;
}

function identified<Request extends Identified>(request: Request, resource: ResourceIdentity): Request {
  request.setUrn(resource.urn);
  request.setType(resource.type);
  request.setName(resource.name);
  return request;
}

function diffOf(response: providerPb.DiffResponse): DiffResponse {
  const { DiffChanges } = providerPb.DiffResponse;
  const said = response.getChanges();
  return {
    changes: said === DiffChanges.DIFF_NONE ? "none" : said === DiffChanges.DIFF_SOME ? "some" : "unknown",
    replaces: response.getReplacesList(),
    stables: response.getStablesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

/**
 * @param inputs of a resource that may exist although the call failed.
 * @throws ProviderError with what the provider said.
 */
async function ask<Response>(start: (done: Done<Response>) => void, inputs?: Values): Promise<Response> {
  try {
    return await call(start);
  } catch (error) {
    const { message, metadata } = error as Partial<ServiceError> & Error;
    throw new ProviderError(message, {
      cause: error,
      ...partialOf(metadata?.get(STATUS_DETAILS)[0], inputs ?? {}),
    });
  }
}

/** Where gRPC carries the details of a failure. */
const STATUS_DETAILS = "grpc-status-details-bin";

/** What exists although the call failed, where the provider says so. */
function partialOf(
  bytes: string | Buffer | undefined,
  inputs: Values,
): Pick<ProviderError["options"], "partial"> {
  if (bytes === undefined || typeof bytes === "string") return {};
  for (const detail of statusPb.Status.deserializeBinary(bytes).getDetailsList()) {
    const failed = detail.unpack(
      (packed) => providerPb.ErrorResourceInitFailed.deserializeBinary(packed),
      "pulumirpc.ErrorResourceInitFailed",
    );
    if (failed === null) continue;
    const outputs = values(failed.getProperties());
    return {
      partial: {
        id: failed.getId(),
        inputs: failed.hasInputs() ? values(failed.getInputs()) : inputs,
        outputs,
        reasons: failed.getReasonsList(),
      },
    };
  }
  return {};
}

function struct(map: Values): Struct {
  return encodeStruct(fromProvider(map), { secrets: false, resources: false });
}

function values(message: Struct | undefined): Values {
  return toProviderMap(decodeStruct(message, { asset: storedAsset }));
}
