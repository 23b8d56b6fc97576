import * as pulumi from "@pulumi/pulumi";
import { EventBus, EventDashboard, SchemaRegistry, type EventFunction } from "../components/eventing";
import { catalogue } from "../components/eventing/catalogue";
import type { eventsContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { makeAudit } from "./events/audit";
import { makeConsumers } from "./events/consumers";
import { makeDeadLetterChain } from "./events/dead-letters";
import { functionMaker, sharedVariables } from "./events/functions";
import { eventsPlace, type EventsNeeds } from "./events/place";
import { makePublishers } from "./events/publishing";
import { makeQueues } from "./events/queues";
import { makeTables } from "./events/tables";

/**
 * The eventing backbone of the reference platform: bus, archive and schemas; who publishes, and what publishes for him when
 * he can not; a route for each consumer; the chain that tries dead letters again and parks what fails for good.
 */
export const program: StackProgram<Environment, EventsNeeds, TypeOf<typeof eventsContract>> = (
  context,
  needs,
) => {
  const events = eventsPlace(context, needs);
  const { env, place, safe, here, sourcePrefix, alarms } = events;
  const archiveDays = env.retention.eventArchiveDays;
  // One name in every region, so that a second bus can join a global endpoint with this one.
  const busArgs = { ...place, ...safe, naming: events.global, sourcePrefix, archiveDays };
  const bus = new EventBus("bus", busArgs, here);
  const registry = new SchemaRegistry("schemas", { ...place, sourcePrefix, events: catalogue.events }, here);
  const tables = makeTables(events);
  const queues = makeQueues(events);
  const make = functionMaker(events, sharedVariables(events, bus, tables, queues));

  const publishers = makePublishers(events, make, tables, queues);
  const consumers = makeConsumers(events, bus, make, tables, queues);
  const { functions, deadLetters, redriven } = consumers;
  const audit = makeAudit(events, bus);
  const routes = { ...consumers.routes, audit: audit.route };
  makeDeadLetterChain(events, make, queues, deadLetters, redriven);
  const dashboard = new EventDashboard(
    "events",
    {
      ...place,
      bus,
      routes: Object.entries(routes).map(
        ([
          name,
          {
            rule,
            deadLetters: { queueName },
          },
        ]) => ({
          name,
          rule,
          deadLetterQueueName: queueName,
        }),
      ),
      published: { namespace: events.metrics, metricName: "EventsPublished", by: shown(publishers) },
      consumers: shown(functions),
      parking: { parking: queues.parking.queueName },
    },
    here,
  );

  return {
    busName: bus.busName,
    busArn: bus.arn,
    archiveArn: bus.archiveArn,
    auditBucketName: audit.bucketName,
    registryName: registry.registryName,
    alarmTopicArn: alarms.arn,
    dashboardName: dashboard.dashboardName,
    orderFunctionArn: publishers.orders.functionArn,
    routes: pulumi.output(
      Object.fromEntries(
        Object.entries(routes).map(
          ([
            name,
            {
              rule,
              targetArn,
              deadLetters: { queueArn, queueUrl },
            },
          ]) => [name, { ruleArn: rule.arn, targetArn, deadLetterArn: queueArn, deadLetterUrl: queueUrl }],
        ),
      ),
    ),
    queueUrls: {
      fallback: queues.fallback.queueUrl,
      redrive: queues.redrive.queueUrl,
      parking: queues.parking.queueUrl,
    },
    tableNames: Object.fromEntries(Object.entries(tables).map(([name, { tableName }]) => [name, tableName])),
  };
};

const shown = (functions: Readonly<Record<string, EventFunction>>) =>
  Object.entries(functions).map(([name, { functionName }]) => ({ name, functionName }));
