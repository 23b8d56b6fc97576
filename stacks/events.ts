import { AlarmTopic, EventBus, EventRule, QueueTarget } from "../components/eventing";
import type { secretsContract } from "./contracts/secrets";
import type { dataContract, eventsContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { awsProvider } from "./providers";
import { siteContext } from "./site";

type Needs = { readonly secrets: typeof secretsContract; readonly data: typeof dataContract };

/** The event bus of the environment and its first route: new orders to the inventory's queue. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof eventsContract>> = (
  context,
  { secrets },
) => {
  const site = siteContext(context);
  const { env, account } = site;
  const here = { provider: awsProvider(site) };
  const sourcePrefix = `com.${account.org}`;
  const place = {
    naming: site.naming("aws"),
    tags: site.tags({ Service: "events", DataClass: "confidential" }),
  };
  const keys = {
    kmsKeyArn: secrets.awsKeyArns.events,
    deadLetterKeyArn: secrets.awsKeyArns["dead-letters"],
  };

  const alarms = new AlarmTopic(
    "alarms",
    { ...place, accountId: account.awsAccountId, kmsKeyArn: keys.deadLetterKeyArn },
    here,
  );
  const safe = { ...keys, alarmTopicArn: alarms.arn, protect: env.protection.data };
  const bus = new EventBus(
    "bus",
    {
      ...place,
      ...safe,
      // One name in every region, so that a second bus can join a global endpoint with this one.
      naming: site.naming("global"),
      sourcePrefix,
      archiveDays: env.retention.eventArchiveDays,
    },
    here,
  );
  const inventory = { ...place, tags: { ...place.tags, Service: "inventory" } };
  const orders = new EventRule(
    "order-created-to-inventory",
    {
      ...inventory,
      bus,
      description: "Stock is reserved for every new order",
      pattern: { source: [`${sourcePrefix}.orders`], "detail-type": ["Order Created"] },
    },
    here,
  );
  const queue = new QueueTarget("inventory-events", { ...inventory, ...safe, rule: orders }, here);

  return {
    busName: bus.busName,
    busArn: bus.arn,
    archiveArn: bus.archiveArn,
    queueArn: queue.queueArn,
    queueUrl: queue.queueUrl,
    deadLetterArn: queue.deadLetters.queueArn,
    alarmTopicArn: alarms.arn,
  };
};
