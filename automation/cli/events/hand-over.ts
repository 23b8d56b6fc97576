import type { DeadLetter } from "../../../components/eventing/functions/dead-letters/records";
import type { EventEstate } from "../../deploy/read-events";
import { asked, type Clients } from "./clients";

/**
 * Hands an event to the one target that failed at it, as EventBridge would; no other consumer gets it.
 *
 * @returns why it can not be; undefined when the target took it.
 * @throws {DeployError} when the target does not take it.
 */
export async function handOver(
  { target, event }: DeadLetter,
  { queues }: EventEstate,
  clients: Clients,
): Promise<string | undefined> {
  switch (target.kind) {
    case "queue": {
      const url = queues.find(({ arn }) => arn === target.arn)?.url;
      if (url === undefined) return `its queue ${target.name} is not deployed in these stacks`;
      const [sdk, client] = await clients.queues();
      const command = new sdk.SendMessageCommand({ QueueUrl: url, MessageBody: event });
      await asked(`SendMessage to ${target.name}`, client.send(command));
      return undefined;
    }
    case "function": {
      const [sdk, client] = await clients.functions();
      const invocation = {
        FunctionName: target.arn,
        InvocationType: "Event",
        Payload: Buffer.from(event),
      } as const;
      await asked(`Invoke of ${target.name}`, client.send(new sdk.InvokeCommand(invocation)));
      return undefined;
    }
    case "workflow": {
      const [sdk, client] = await clients.workflows();
      const command = new sdk.StartExecutionCommand({ stateMachineArn: target.arn, input: event });
      await asked(`StartExecution of ${target.name}`, client.send(command));
      return undefined;
    }
  }
}
