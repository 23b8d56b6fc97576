import { DeployError } from "../../deploy/failure";
import type { Given, Terminal } from "../command";
import { clientsFor } from "./clients";
import { handOver } from "./hand-over";
import { shown } from "./messages";
import { operate, pick, type Operation } from "./operate";
import { EVENTS_DEAD_LETTERS_SCHEMA } from "./schemas";
import { countIn, eachMessage } from "./queue";
import { valuesOf } from "../options";

/** Messages that `inspect` shows when nothing else is said. */
const SHOWN = 10;

export async function deadLetters(given: Given, terminal: Terminal): Promise<number> {
  const values = valuesOf(given);
  return await operate(values, terminal, async (operation) => {
    switch (given.argument as "list" | "inspect" | "redrive") {
      case "list":
        return await list(given, operation);
      case "inspect":
        return await inspect(given, operation);
      case "redrive":
        return await redrive(given, operation);
    }
  });
}

const queuesOf = ({ estate }: Operation) => estate.queues.filter(({ deadLetters }) => deadLetters);

function queueOf({ options }: Given, operation: Operation) {
  const name = options["queue"];
  const queue = pick(
    "queue of dead letters",
    "--queue",
    typeof name === "string" ? name : undefined,
    queuesOf(operation),
  );
  return { queue, clients: clientsFor(queue.arn, operation.simulated, operation.terminal) };
}

const mostOf = ({ options }: Given): number | undefined =>
  typeof options["max"] === "number" ? options["max"] : undefined;

function write({ terminal, simulated, values: { env } }: Operation, content: object): void {
  const document = { schema: EVENTS_DEAD_LETTERS_SCHEMA, env, simulated, ...content };
  terminal.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

async function list(given: Given, operation: Operation): Promise<number> {
  const queues = [];
  const all = given.options["queue"] === undefined ? queuesOf(operation) : [queueOf(given, operation).queue];
  for (const queue of all) {
    const clients = clientsFor(queue.arn, operation.simulated, operation.terminal);
    queues.push({ stack: queue.stack, name: queue.name, ...(await countIn(queue, clients)) });
  }
  if (operation.values.json) write(operation, { queues });
  else if (queues.length === 0) operation.say("No queue of dead letters is deployed there.");
  for (const { stack, name, waiting, taken } of operation.values.json ? [] : queues) {
    operation.say(`${stack}  ${name}  ${waiting} waiting${taken === 0 ? "" : `, ${taken} being processed`}`);
  }
  return 0;
}

async function inspect(given: Given, operation: Operation): Promise<number> {
  const { queue, clients } = queueOf(given, operation);
  const messages: object[] = [];
  await eachMessage(queue, mostOf(given) ?? SHOWN, clients, (waiting) => {
    messages.push(shown(waiting));
    return Promise.resolve(false);
  });
  if (operation.values.json) write(operation, { queue: queue.name, messages });
  else if (messages.length === 0) operation.say(`Nothing waits in ${queue.name}.`);
  else operation.say(messages.map((message) => JSON.stringify(message, null, 2)).join("\n"));
  return 0;
}

async function redrive(given: Given, operation: Operation): Promise<number> {
  const { queue, clients } = queueOf(given, operation);
  const { waiting: count } = await countIn(queue, clients);
  // What fails again comes back to this queue; it is not taken a second time.
  const most = Math.min(mostOf(given) ?? count, count);
  if (count > 0)
    await operation.confirm(
      `hand ${most} events of ${queue.name} in ${operation.values.env} to their consumers again.`,
    );
  const stayed: { id: string; why: string }[] = [];
  let handed = 0;
  await eachMessage(queue, most, clients, async ({ id, letter }) => {
    const why =
      typeof letter === "string" ? letter : await tried(handOver(letter, operation.estate, clients));
    if (why === undefined) handed++;
    else stayed.push({ id, why });
    if (typeof letter !== "string" && why === undefined) {
      operation.say(
        `${handed + stayed.length} of ${most}: ${letter.detailType ?? "event"} ${letter.eventId} to ${letter.target.name}`,
      );
    }
    return why === undefined;
  });
  for (const { id, why } of stayed) operation.say(`Message ${id} stays: ${why}.`);
  operation.say(`${handed} handed over, ${stayed.length} stay in ${queue.name}.`);
  if (operation.values.json) write(operation, { queue: queue.name, handed, stayed });
  return stayed.length === 0 ? 0 : 1;
}

/** What kept an event from being handed over; one target that does not answer is no reason to leave the others waiting. */
async function tried(handing: Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await handing;
  } catch (error) {
    if (error instanceof DeployError) return error.message;
    throw error;
  }
}
