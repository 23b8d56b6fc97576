/**
 * What the engine borrows from the Pulumi SDK: its own copies of gRPC, protobuf, YAML and semver. They come through
 * `@pulumi/pulumi` so that messages, clients and servers are of one copy however the package tree is laid out.
 */
import { createRequire } from "node:module";
import path from "node:path";
import type * as grpcTypes from "@grpc/grpc-js";
import type * as structTypes from "google-protobuf/google/protobuf/struct_pb";
import type * as emptyTypes from "google-protobuf/google/protobuf/empty_pb";
import type { PulumiCommand } from "@pulumi/pulumi/automation";

const sdkManifest = require.resolve("@pulumi/pulumi/package.json");
const fromSdk = createRequire(sdkManifest);

export const grpc = fromSdk("@grpc/grpc-js") as typeof grpcTypes;
export const structPb = fromSdk("google-protobuf/google/protobuf/struct_pb") as typeof structTypes;
export const emptyPb = fromSdk("google-protobuf/google/protobuf/empty_pb") as typeof emptyTypes;

const yaml = fromSdk("js-yaml") as { load(text: string): unknown; dump(value: unknown): string };
const semver = fromSdk("semver") as { parse(text: string): PulumiCommand["version"] };

export function parseYaml(text: string): unknown {
  return yaml.load(text);
}

export function formatYaml(value: unknown): string {
  return yaml.dump(value);
}

/** The version of the installed SDK: what the engine answers to, and what its protocol is tested against. */
export const sdkVersion = (fromSdk("./package.json") as { version: string }).version;
export const sdkDirectory = path.dirname(sdkManifest);
export const sdkSemver: PulumiCommand["version"] = semver.parse(sdkVersion);

/** Message limit of the SDK's own clients and servers. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

export const channelOptions: grpcTypes.ChannelOptions = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
};

export function bindLoopback(server: grpcTypes.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}
