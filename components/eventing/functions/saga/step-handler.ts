import type { Context } from "aws-lambda";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { orderCreated } from "../../catalogue/order-created";
import { tablesClient } from "../../runtime/clients";
import { systemClock } from "../../runtime/clock";
import { createObserve } from "../../runtime/observe";
import { readSettings, type Settings } from "../../runtime/settings";
import { functions } from "../manifest";
import { readSagaInput, type SagaInput } from "./input";

type StepName = Extract<keyof typeof functions, `saga-${string}`>;

/** What a step works with. */
export interface StepTools<N extends StepName> {
  readonly settings: Settings<(typeof functions)[N]>;
  readonly tables: DynamoDBDocumentClient;
  readonly now: () => Date;
}

/** Lambda's entry point of a step of the saga: the state machine calls it with what is known so far. */
export function stepHandler<N extends StepName, A extends { readonly status: string }>(
  name: N,
  prepare: (tools: StepTools<N>) => (input: SagaInput) => Promise<A>,
): (given: unknown, context: Context) => Promise<A> {
  const settings = readSettings(name, functions[name], process.env);
  const namespace = (settings as { readonly METRICS_NAMESPACE: string }).METRICS_NAMESPACE;
  const observe = createObserve({ service: name, namespace, events: [orderCreated] });
  const work = prepare({ settings, tables: tablesClient(observe.tracing), now: () => systemClock.now() });
  return observe.handler(name, async (given: unknown) => {
    const input = readSagaInput(given);
    const { orderId, metadata } = input.order;
    const annotations = { correlation_id: metadata.correlationId };
    const answer = await observe.tracing.inSpan(name.replaceAll("-", "_"), { annotations }, () =>
      work(input),
    );
    const { execution } = input;
    observe.log.info("A step of the saga is done", {
      orderId,
      correlationId: metadata.correlationId,
      execution,
      status: answer.status,
    });
    return answer;
  });
}
