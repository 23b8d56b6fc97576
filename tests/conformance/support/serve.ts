/** Serves one package of a simulated cloud as a provider plugin, for an engine that attaches to it. */
import { createRequire } from "node:module";
import type * as grpcTypes from "@grpc/grpc-js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as pluginPb from "@pulumi/pulumi/proto/plugin_pb";
import * as providerPb from "@pulumi/pulumi/proto/provider_pb";
import * as providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as statusPb from "@pulumi/pulumi/proto/status_pb";
import { ProviderError } from "../../../automation/engine";
import type {
  CheckResponse,
  DiffResponse,
  Provider,
  ProviderPackage,
  Values,
} from "../../../automation/engine";
import { storedAsset } from "../../../automation/engine/assets";
import { randomSeed } from "../../../automation/engine/provider-host";
import { topLevelKeys } from "../../../automation/engine/diff";
import { bindLoopback, channelOptions, emptyPb, grpc, sdkDirectory } from "../../../automation/engine/sdk";
import { fromProvider, secret, toProviderMap } from "../../../automation/engine/values";
import type { PropertyMap } from "../../../automation/engine/values";
import { decodeStruct, encodeStruct } from "../../../automation/engine/wire";

const { Any } = createRequire(`${sdkDirectory}/`)("google-protobuf/google/protobuf/any_pb") as {
  Any: new () => { pack(bytes: Uint8Array, name: string): void };
};

const KINDS = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"] as const;

export interface Served {
  readonly port: number;
  /** Resolves when the engine has said that what is under way is to end soon. */
  readonly cancelled: Promise<void>;
  close(): void;
}

export async function servePackage(pkg: ProviderPackage): Promise<Served> {
  // An engine opens a connection for each provider that it configures.
  const providers = new Map<string, Provider>();
  const opened = (connection: string): Provider => {
    const provider = providers.get(connection);
    if (provider === undefined) throw new Error("the provider is not configured");
    return provider;
  };
  let cancel = (): void => undefined;
  const cancelled = new Promise<void>((resolve) => {
    cancel = resolve;
  });
  const service: grpcTypes.UntypedServiceImplementation = {
    getPluginInfo: unary(() => {
      const info = new pluginPb.PluginInfo();
      info.setVersion("1.0.0");
      return info;
    }),
    attach: unary(() => new emptyPb.Empty()),
    cancel: unary(() => {
      cancel();
      return new emptyPb.Empty();
    }),
    getSchema: unary(() => {
      const response = new providerPb.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: pkg.name, version: "1.0.0" }));
      return response;
    }),
    checkConfig: unary<providerPb.CheckRequest>(async (request) =>
      checked(await pkg.checkConfig(checkOf(request))),
    ),
    diffConfig: unary<providerPb.DiffRequest>(async (request) =>
      diffed(await pkg.diffConfig(diffOf(request))),
    ),
    configure: unary<providerPb.ConfigureRequest>(async (request, connection) => {
      const config = values(request.getArgs());
      providers.set(connection, await pkg.configure({ urn: "", type: "", name: "", config }));
      const response = new providerPb.ConfigureResponse();
      response.setSupportspreview(true);
      response.setAcceptsecrets(false);
      response.setAcceptresources(false);
      return response;
    }),
    check: unary<providerPb.CheckRequest>(async (request, connection) =>
      checked(await opened(connection).check(checkOf(request))),
    ),
    diff: unary<providerPb.DiffRequest>(async (request, connection) =>
      diffed(await opened(connection).diff(diffOf(request))),
    ),
    create: unary<providerPb.CreateRequest>(async (request, connection) => {
      const { id, outputs } = await opened(connection).create({
        ...identity(request),
        inputs: values(request.getProperties()),
        preview: request.getPreview(),
      });
      const response = new providerPb.CreateResponse();
      response.setId(id);
      response.setProperties(struct(withSecrets(pkg, request.getType(), outputs)));
      return response;
    }),
    read: unary<providerPb.ReadRequest>(async (request, connection) => {
      const found = await opened(connection).read({
        ...identity(request),
        id: request.getId(),
        inputs: values(request.getInputs()),
        outputs: values(request.getProperties()),
      });
      const response = new providerPb.ReadResponse();
      if (found === undefined) return response;
      response.setId(found.id);
      response.setInputs(struct(fromProvider(found.inputs)));
      response.setProperties(struct(withSecrets(pkg, request.getType(), found.outputs)));
      return response;
    }),
    update: unary<providerPb.UpdateRequest>(async (request, connection) => {
      const { outputs } = await opened(connection).update({
        ...identity(request),
        id: request.getId(),
        oldInputs: values(request.getOldInputs()),
        oldOutputs: values(request.getOlds()),
        news: values(request.getNews()),
        ignoreChanges: request.getIgnorechangesList(),
        preview: request.getPreview(),
      });
      const response = new providerPb.UpdateResponse();
      response.setProperties(struct(withSecrets(pkg, request.getType(), outputs)));
      return response;
    }),
    delete: unary<providerPb.DeleteRequest>(async (request, connection) => {
      await opened(connection).delete({
        ...identity(request),
        id: request.getId(),
        inputs: values(request.getOldInputs()),
        outputs: values(request.getProperties()),
      });
      return new emptyPb.Empty();
    }),
    invoke: unary<providerPb.InvokeRequest>(async (request, connection) => {
      const answer = await opened(connection).invoke({
        token: request.getTok(),
        args: values(request.getArgs()),
        preview: request.getPreview(),
      });
      const response = new providerPb.InvokeResponse();
      if ("result" in answer) response.setReturn(struct(fromProvider(answer.result)));
      else response.setFailuresList(answer.failures.map(failure));
      return response;
    }),
  };
  const server = new grpc.Server(channelOptions);
  server.addService(providerGrpc.ResourceProviderService, service);
  return { port: await bindLoopback(server), cancelled, close: () => server.forceShutdown() };
}

function unary<Request>(
  answer: (request: Request, connection: string) => unknown,
): grpcTypes.handleUnaryCall<Request, unknown> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request, call.getPeer()))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toStatus(error)),
      );
  };
}

/** A refusal; with what exists all the same, in the form that the protocol has for it. */
function toStatus(error: unknown): Partial<grpcTypes.StatusObject> {
  const details = error instanceof Error ? error.message : String(error);
  const metadata = new grpc.Metadata();
  if (error instanceof ProviderError && error.options.partial !== undefined) {
    const { id, inputs, outputs, reasons } = error.options.partial;
    const failed = new providerPb.ErrorResourceInitFailed();
    failed.setId(id);
    failed.setProperties(struct(fromProvider(outputs)));
    failed.setInputs(struct(fromProvider(inputs)));
    failed.setReasonsList([...reasons]);
    const any = new Any();
    any.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new statusPb.Status();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage(details);
    status.addDetails(any as Parameters<typeof status.addDetails>[0]);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details, metadata };
}

function identity(request: { getUrn(): string; getType(): string; getName(): string }): {
  urn: string;
  type: string;
  name: string;
} {
  return { urn: request.getUrn(), type: request.getType(), name: request.getName() };
}

function values(message: Struct | undefined): Values {
  return toProviderMap(decodeStruct(message, { asset: storedAsset }));
}

function struct(map: PropertyMap): Struct {
  return encodeStruct(map, { secrets: true, resources: false });
}

function withSecrets(pkg: ProviderPackage, type: string, outputs: Values): PropertyMap {
  const names = pkg.secretOutputs?.(type) ?? [];
  return Object.fromEntries(
    Object.entries(fromProvider(outputs)).map(([key, value]) => [
      key,
      names.includes(key) ? secret(value) : value,
    ]),
  );
}

function checkOf(request: providerPb.CheckRequest): Parameters<Provider["check"]>[0] {
  const olds = values(request.getOlds());
  return {
    ...identity(request),
    ...(Object.keys(olds).length === 0 ? {} : { olds }),
    news: values(request.getNews()),
    // The engine's own derivation: the CLI's seed is random, and the two could not be compared.
    randomSeed: randomSeed("", request.getUrn()),
  };
}

function checked({ inputs, failures }: CheckResponse): providerPb.CheckResponse {
  const response = new providerPb.CheckResponse();
  response.setInputs(struct(fromProvider(inputs)));
  response.setFailuresList(failures.map(failure));
  return response;
}

function failure({ property, reason }: { property: string; reason: string }): providerPb.CheckFailure {
  const message = new providerPb.CheckFailure();
  message.setProperty(property);
  message.setReason(reason);
  return message;
}

function diffOf(request: providerPb.DiffRequest): Parameters<Provider["diff"]>[0] {
  return {
    ...identity(request),
    id: request.getId(),
    oldInputs: values(request.getOldInputs()),
    oldOutputs: values(request.getOlds()),
    news: values(request.getNews()),
    ignoreChanges: request.getIgnorechangesList(),
  };
}

function diffed(diff: DiffResponse): providerPb.DiffResponse {
  const { DiffChanges } = providerPb.DiffResponse;
  const response = new providerPb.DiffResponse();
  response.setChanges(
    { none: DiffChanges.DIFF_NONE, some: DiffChanges.DIFF_SOME, unknown: DiffChanges.DIFF_UNKNOWN }[
      diff.changes
    ],
  );
  response.setReplacesList([...diff.replaces]);
  response.setDeletebeforereplace(diff.deleteBeforeReplace);
  if (diff.detailed !== undefined) {
    response.setHasdetaileddiff(true);
    response.setDiffsList(topLevelKeys(Object.keys(diff.detailed)));
    for (const [path, { kind, inputDiff }] of Object.entries(diff.detailed)) {
      const property = new providerPb.PropertyDiff();
      property.setKind(KINDS.indexOf(kind));
      property.setInputdiff(inputDiff);
      response.getDetaileddiffMap().set(path, property);
    }
  }
  return response;
}
