import * as enginePb from "@pulumi/pulumi/proto/engine_pb";
import type { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import { expect, it } from "vitest";
import { systemClock } from "../../../automation/engine/clock";
import { engineService } from "../../../automation/engine/engine-service";
import { EventStream } from "../../../automation/engine/events";

type Log = (call: ServerUnaryCall<enginePb.LogRequest, unknown>, callback: sendUnaryData<unknown>) => void;

/** What is shown of errors that a program logs. */
function shown(messages: readonly string[], stopping: boolean): string[] {
  const events = new EventStream(systemClock);
  const seen: string[] = [];
  events.listen(({ diagnosticEvent }) => {
    if (diagnosticEvent !== undefined) seen.push(diagnosticEvent.message.trim());
  });
  const log = engineService(events, () => stopping)["log"] as Log;
  for (const message of messages) {
    const request = new enginePb.LogRequest();
    request.setSeverity(enginePb.LogSeverity.ERROR);
    request.setMessage(message);
    log({ request } as ServerUnaryCall<enginePb.LogRequest, unknown>, () => undefined);
  }
  return seen;
}

it("does not show that a call failed because the program was told to stop, and shows it of any other", () => {
  const closed = "Error: 14 UNAVAILABLE: Channel closed before call started\n    at anywhere";
  expect(shown([closed, "Error: the cause"], true)).toEqual(["Error: the cause"]);
  expect(shown([closed], false)).toEqual([closed]);
});
