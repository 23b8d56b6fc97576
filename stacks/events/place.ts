import type * as pulumi from "@pulumi/pulumi";
import type { Naming, Tags } from "../../components/core";
import { AlarmTopic, type AlarmTopicArgs } from "../../components/eventing";
import type { secretsContract } from "../contracts/secrets";
import type { dataContract } from "../contracts/workloads";
import type { NeedsOutputs, StackContext } from "../define/stack";
import type { Environment } from "../environments";
import { awsProvider } from "../providers";
import { oncallAddress, siteContext } from "../site";

/** The stacks that events are built on. */
export type EventsNeeds = { readonly secrets: typeof secretsContract; readonly data: typeof dataContract };

/** What every part of the events stack is made with. */
export interface EventsPlace {
  readonly env: Environment;
  /** What every source begins with, `com.acme`. */
  readonly sourcePrefix: string;
  /** Namespace of the events' own metrics, `Acme/Events`. */
  readonly metrics: string;
  readonly here: { readonly provider: pulumi.ProviderResource };
  /** Names and tags of what belongs to the backbone itself. */
  readonly place: { readonly naming: Naming; readonly tags: Tags };
  /** The same for what belongs to a service. */
  readonly of: (service: string) => { readonly naming: Naming; readonly tags: Tags };
  /** Names of what must be called the same in every region. */
  readonly global: Naming;
  readonly keys: Readonly<Record<"events" | "dead-letters" | "data" | "logs", pulumi.Output<string>>>;
  /** Where alarms ring, and what makes dead letters safe. */
  readonly alarms: AlarmTopic;
  /** Who is told of alarms, and of events that only a person can help on. */
  readonly subscribers: NonNullable<AlarmTopicArgs["subscribers"]>;
  readonly safe: {
    readonly kmsKeyArn: pulumi.Output<string>;
    readonly deadLetterKeyArn: pulumi.Output<string>;
    readonly alarmTopicArn: pulumi.Output<string>;
    readonly protect: boolean;
  };
  /** Where functions and workflows log. */
  readonly logs: { readonly logKeyArn: pulumi.Output<string>; readonly logRetentionDays: number };
  /** The table in which consumers note what they handled. */
  readonly processed: { readonly tableName: pulumi.Output<string>; readonly arn: pulumi.Output<string> };
}

/** Everything that the parts share, from the environment and what the stack needs. */
export function eventsPlace(
  context: StackContext<Environment>,
  { secrets, data }: NeedsOutputs<EventsNeeds>,
): EventsPlace {
  const site = siteContext(context);
  const { env, account } = site;
  const here = { provider: awsProvider(site) };
  const keys = secrets.awsKeyArns;
  const naming = site.naming("aws");
  const tags = site.tags({ Service: "events", DataClass: "confidential" });
  const place = { naming, tags };
  const subscribers = { oncall: { protocol: "email", endpoint: oncallAddress(account) } } as const;
  const alarms = new AlarmTopic(
    "alarms",
    { ...place, accountId: account.awsAccountId, kmsKeyArn: keys["dead-letters"], subscribers },
    here,
  );
  return {
    env,
    sourcePrefix: `com.${account.org}`,
    metrics: `${account.org.charAt(0).toUpperCase()}${account.org.slice(1)}/Events`,
    here,
    place,
    of: (service) => ({ naming, tags: { ...tags, Service: service } }),
    global: site.naming("global"),
    keys: { events: keys.events, "dead-letters": keys["dead-letters"], data: keys.data, logs: keys.logs },
    alarms,
    subscribers,
    safe: {
      kmsKeyArn: keys.events,
      deadLetterKeyArn: keys["dead-letters"],
      alarmTopicArn: alarms.arn,
      protect: env.protection.data,
    },
    logs: { logKeyArn: keys.logs, logRetentionDays: env.retention.awsLogDays },
    processed: { tableName: data.tableName, arn: data.tableArn },
  };
}
