import { createRequire } from "node:module";
import type * as grpcTypes from "@grpc/grpc-js";
import * as engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as enginePb from "@pulumi/pulumi/proto/engine_pb";
import * as providerPb from "@pulumi/pulumi/proto/provider_pb";
import * as resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resourcePb from "@pulumi/pulumi/proto/resource_pb";

const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const grpc = fromSdk("@grpc/grpc-js") as typeof grpcTypes;
const { Struct } = fromSdk("google-protobuf/google/protobuf/struct_pb") as {
  Struct: { fromJavaScript(value: object): never };
};
const { Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb") as { Empty: new () => never };

type Call<T> = { readonly request: T };
type Reply<T> = (error: null, value: T) => void;

/** What the language host of the CLI would be connected to: takes what a program registers and logs, decides nothing. */
export interface RecordingMonitor {
  readonly address: string;
  /** Types of the registered resources. */
  readonly types: readonly string[];
  /** What the program logged as errors. */
  readonly errors: readonly string[];
  close(): void;
}

/** @param answers what functions of the clouds answer, by token. */
export async function recordingMonitor(answers: Readonly<Record<string, object>>): Promise<RecordingMonitor> {
  const types: string[] = [];
  const errors: string[] = [];
  const empty = (_: unknown, reply: Reply<unknown>) => {
    reply(null, new Empty());
  };
  const server = new grpc.Server();
  server.addService(resourceGrpc.ResourceMonitorService, {
    supportsFeature: (_: unknown, reply: Reply<resourcePb.SupportsFeatureResponse>) => {
      const response = new resourcePb.SupportsFeatureResponse();
      response.setHassupport(true);
      reply(null, response);
    },
    registerResource: (
      { request }: Call<resourcePb.RegisterResourceRequest>,
      reply: Reply<resourcePb.RegisterResourceResponse>,
    ) => {
      types.push(request.getType());
      const response = new resourcePb.RegisterResourceResponse();
      response.setUrn(`urn:pulumi:stack::project::${request.getType()}::${request.getName()}`);
      response.setObject(request.getObject());
      reply(null, response);
    },
    invoke: (
      { request }: Call<resourcePb.ResourceInvokeRequest>,
      reply: Reply<providerPb.InvokeResponse>,
    ) => {
      const response = new providerPb.InvokeResponse();
      response.setReturn(Struct.fromJavaScript(answers[request.getTok()] ?? {}));
      reply(null, response);
    },
    registerResourceOutputs: empty,
    signalAndWaitForShutdown: empty,
  });
  server.addService(engineGrpc.EngineService, {
    log: ({ request }: Call<enginePb.LogRequest>, reply: Reply<unknown>) => {
      if (request.getSeverity() === enginePb.LogSeverity.ERROR) errors.push(request.getMessage());
      reply(null, new Empty());
    },
    getRootResource: (_: unknown, reply: Reply<enginePb.GetRootResourceResponse>) => {
      reply(null, new enginePb.GetRootResourceResponse());
    },
    setRootResource: (_: unknown, reply: Reply<enginePb.SetRootResourceResponse>) => {
      reply(null, new enginePb.SetRootResourceResponse());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    types,
    errors,
    close: () => {
      server.forceShutdown();
    },
  };
}
