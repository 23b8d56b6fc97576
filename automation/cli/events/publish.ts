import { compilePattern, matches, readEvent } from "../../../lib/event-patterns";
import { DeployError } from "../../deploy/failure";
import type { EventEstate } from "../../deploy/read-events";
import type { Given, Terminal } from "../command";
import { asked, clientsFor } from "./clients";
import { readGiven, type GivenEvent } from "./given-event";
import { operate, pick } from "./operate";
import { EVENTS_PUBLISH_SCHEMA } from "./schemas";
import { valuesOf } from "../options";

export async function publish(given: Given, terminal: Terminal): Promise<number> {
  const values = valuesOf(given);
  const event = readGiven(given.argument, terminal.cwd, values.platform === undefined);
  return await operate(values, terminal, async ({ estate, simulated, say, confirm }) => {
    const wanted = given.options["bus"];
    const bus = pick("bus", "--bus", typeof wanted === "string" ? wanted : undefined, estate.buses);
    const clients = clientsFor(bus.arn, simulated, terminal);
    await confirm(`publish one "${event.type}" on the bus ${bus.name} of ${values.env}.`);
    const [sdk, client] = await clients.events();
    const answer = await asked(
      `PutEvents on ${bus.name}`,
      client.send(
        new sdk.PutEventsCommand({
          Entries: [
            { Source: event.source, DetailType: event.type, Detail: event.detail, EventBusName: bus.name },
          ],
        }),
      ),
    );
    const [entry] = answer.Entries ?? [];
    if ((answer.FailedEntryCount ?? 0) > 0 || entry?.EventId === undefined) {
      throw new DeployError(
        "failed",
        `${bus.name} did not take the event: ${entry?.ErrorCode}: ${entry?.ErrorMessage}`,
      );
    }
    const rules = matchedRules(event, bus.name, bus.arn, estate);
    const checked = event.known
      ? "checked against the catalogue"
      : "not checked: its type is not in the catalogue";
    if (values.json) {
      const { EventId: id } = entry;
      const { source, type } = event;
      const document = {
        schema: EVENTS_PUBLISH_SCHEMA,
        env: values.env,
        simulated,
        bus: bus.name,
        id,
        source,
        type,
        checked: event.known,
        rules,
      };
      terminal.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      say(`Published ${event.type} from ${event.source} on ${bus.name} as ${entry.EventId} (${checked}).`);
      say(rules.length === 0 ? "No enabled rule matches it." : `Rules that match it: ${rules.join(", ")}.`);
    }
    return 0;
  });
}

function matchedRules(event: GivenEvent, bus: string, busArn: string, { rules }: EventEstate): string[] {
  const [, , , region, account] = busArn.split(":");
  const envelope = readEvent(
    `{"source":${JSON.stringify(event.source)},"detail-type":${JSON.stringify(event.type)},` +
      `"account":${JSON.stringify(account)},"region":${JSON.stringify(region)},"detail":${event.detail}}`,
  );
  return rules
    .filter((rule) => rule.bus === bus && rule.enabled && rule.pattern !== undefined)
    .filter(({ pattern }) => matches(compilePattern(pattern ?? ""), envelope))
    .map(({ name }) => name);
}
