/** The `Engine` service: what programs and policy packs log, and what they ask about the engine. */
import * as enginePb from "@pulumi/pulumi/proto/engine_pb";
import type * as grpcTypes from "@grpc/grpc-js";
import { createRequire } from "node:module";
import type { EventStream, Severity } from "./events";
import { emptyPb, grpc, sdkDirectory, sdkVersion } from "./sdk";

const { satisfies } = createRequire(`${sdkDirectory}/`)("semver") as {
  satisfies: (version: string, range: string) => boolean;
};

// By the numbers of LogSeverity in engine.proto.
const SEVERITIES: readonly Severity[] = ["debug", "info", "warning", "error"];

// The SDK closes its channel when the monitor tells it that it stops; what was about to be called then fails by that.
const CLOSED_BY_STOP = /^Error: 14 UNAVAILABLE: Channel closed before call started/;

/** @param stopping whether the program has been told that nothing more is registered. */
export function engineService(
  events: EventStream,
  stopping: () => boolean,
): grpcTypes.UntypedServiceImplementation {
  let root = "";
  const reply =
    <Request>(answer: (request: Request) => unknown): grpcTypes.handleUnaryCall<Request, unknown> =>
    (call, callback) => {
      const response = answer(call.request);
      if (response instanceof Error) callback({ code: grpc.status.UNKNOWN, details: response.message });
      else callback(null, response);
    };
  return {
    log: reply<enginePb.LogRequest>((request) => {
      const severity = SEVERITIES[request.getSeverity()] ?? "info";
      // Debug lines are for whoever debugs the SDK; the CLI drops them too unless asked.
      if (severity !== "debug" && !(stopping() && CLOSED_BY_STOP.test(request.getMessage()))) {
        events.diagnose(severity, request.getMessage(), request.getUrn(), {
          ...(request.getEphemeral() ? { ephemeral: true } : {}),
          ...(request.getStreamid() === 0 ? {} : { streamID: request.getStreamid() }),
        });
      }
      return new emptyPb.Empty();
    }),
    getRootResource: reply(() => {
      const response = new enginePb.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: reply<enginePb.SetRootResourceRequest>((request) => {
      root = request.getUrn();
      return new enginePb.SetRootResourceResponse();
    }),
    requirePulumiVersion: reply<enginePb.RequirePulumiVersionRequest>((request) => {
      const range = request.getPulumiVersionRange();
      return satisfies(sdkVersion, range)
        ? new enginePb.RequirePulumiVersionResponse()
        : new Error(`Pulumi CLI version ${sdkVersion} does not satisfy the version range "${range}"`);
    }),
    startDebugging: reply(() => new Error("the embedded engine does not implement debugging of programs")),
  };
}
