/** Calls back into the program: transforms of resources and invokes. */
import { createRequire } from "node:module";
import * as callbackPb from "@pulumi/pulumi/proto/callback_pb";
import * as resourcePb from "@pulumi/pulumi/proto/resource_pb";
import { channelOptions, grpc, sdkDirectory } from "./sdk";
import { decodeStruct, encodeStruct } from "./wire";
import type { DecodeOptions } from "./wire";
import type { PropertyMap } from "./values";

interface CallbacksClient {
  invoke(
    request: callbackPb.CallbackInvokeRequest,
    done: (error: { details: string } | null, response: callbackPb.CallbackInvokeResponse) => void,
  ): void;
  close(): void;
}

// The SDK ships no types for this client.
const { CallbacksClient: Client } = createRequire(`${sdkDirectory}/`)("./proto/callback_grpc_pb.js") as {
  CallbacksClient: new (
    address: string,
    credentials: ReturnType<typeof grpc.credentials.createInsecure>,
    options: typeof channelOptions,
  ) => CallbacksClient;
};

/** Clients of the callback servers that a program runs, one for each. */
export class Callbacks {
  readonly #clients = new Map<string, CallbacksClient>();

  call(callback: callbackPb.Callback, request: Uint8Array): Promise<Uint8Array> {
    const target = callback.getTarget();
    let client = this.#clients.get(target);
    if (client === undefined) {
      client = new Client(target, grpc.credentials.createInsecure(), channelOptions);
      this.#clients.set(target, client);
    }
    const message = new callbackPb.CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    return new Promise((resolve, reject) => {
      client.invoke(message, (error, response) => {
        if (error === null) resolve(response.getResponse_asU8());
        else reject(new Error(error.details));
      });
    });
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }
}

const encoding = { secrets: true, resources: true };

export interface Transformed {
  readonly properties: PropertyMap;
  readonly options: resourcePb.TransformResourceOptions;
}

export async function transformResource(
  callbacks: Callbacks,
  callback: callbackPb.Callback,
  resource: { name: string; type: string; custom: boolean; parent: string },
  now: Transformed,
  decoding: DecodeOptions,
): Promise<Transformed> {
  const request = new resourcePb.TransformRequest();
  request.setName(resource.name);
  request.setType(resource.type);
  request.setCustom(resource.custom);
  request.setParent(resource.parent);
  request.setProperties(encodeStruct(now.properties, encoding));
  request.setOptions(now.options);
  const answer = await callbacks.call(callback, request.serializeBinary());
  const response = resourcePb.TransformResponse.deserializeBinary(answer);
  const properties = response.getProperties();
  return {
    properties: properties === undefined ? now.properties : decodeStruct(properties, decoding),
    options: response.getOptions() ?? now.options,
  };
}

export async function transformInvoke(
  callbacks: Callbacks,
  callback: callbackPb.Callback,
  token: string,
  now: { args: PropertyMap; options: resourcePb.TransformInvokeOptions },
  decoding: DecodeOptions,
): Promise<typeof now> {
  const request = new resourcePb.TransformInvokeRequest();
  request.setToken(token);
  request.setArgs(encodeStruct(now.args, encoding));
  request.setOptions(now.options);
  const answer = await callbacks.call(callback, request.serializeBinary());
  const response = resourcePb.TransformInvokeResponse.deserializeBinary(answer);
  const args = response.getArgs();
  return {
    args: args === undefined ? now.args : decodeStruct(args, decoding),
    options: response.getOptions() ?? now.options,
  };
}
