import { changed, UNKNOWN, type RuleCases } from "../sample";
import { allowing, deadLetters, depthAlarm, functionTarget, key, queueTarget, topic } from "./events";

const lets = (service: string, ...actions: string[]) =>
  changed(key, { policy: allowing({ Principal: { Service: service }, Action: actions, Resource: "*" }) });

export const eventQueueEncryptedCases: RuleCases = {
  rule: "event-queue-encrypted",
  serves: ["EV-43"],
  violating: [
    {
      title: "a queue that is told not to encrypt",
      resources: [changed(deadLetters, { kmsMasterKeyId: undefined, sqsManagedSseEnabled: false })],
      says: ['"dead-letters": sqsManagedSseEnabled is false'],
    },
    {
      title: "a topic without key",
      resources: [changed(topic, { kmsMasterKeyId: undefined })],
      says: ['"alarms": kmsMasterKeyId is not set'],
    },
    {
      title: "AWS's own key of a queue that EventBridge sends to",
      resources: [functionTarget, changed(deadLetters, { kmsMasterKeyId: "alias/aws/sqs" })],
      says: [
        '"dead-letters": kmsMasterKeyId is "alias/aws/sqs"',
        "events.amazonaws.com may not use this key",
      ],
    },
    {
      title: "a key that EventBridge may not use",
      resources: [functionTarget, deadLetters, lets("cloudwatch.amazonaws.com", "kms:*")],
      says: ['"dead-letters": kmsMasterKeyId is "events-key"', "events.amazonaws.com"],
    },
    {
      title: "a key that EventBridge may only encrypt with",
      resources: [functionTarget, deadLetters, lets("events.amazonaws.com", "kms:GenerateDataKey")],
      says: ['"dead-letters": kmsMasterKeyId is "events-key"'],
    },
    {
      title: "a key that alarms may not use",
      resources: [depthAlarm, topic, lets("events.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey")],
      says: ['"alarms": kmsMasterKeyId is "events-key"', "cloudwatch.amazonaws.com"],
    },
    {
      title: "a key whose policy denies EventBridge",
      resources: [
        functionTarget,
        deadLetters,
        changed(key, { policy: String(key.props["policy"]).replace('"Allow"', '"Deny"') }),
      ],
      says: ['"dead-letters": kmsMasterKeyId is "events-key"'],
    },
    {
      title: "a key of a queue that events go to, and that its own policy apart is another key's",
      resources: [
        changed(queueTarget, { deadLetterConfig: undefined, arn: deadLetters.props["arn"] }),
        deadLetters,
        lets("cloudwatch.amazonaws.com", "kms:*"),
        {
          type: "aws:kms/keyPolicy:KeyPolicy",
          props: { keyId: "other", policy: key.props["policy"] },
        },
      ],
      says: ['"dead-letters": kmsMasterKeyId is "events-key"', "events.amazonaws.com"],
    },
    {
      title: "AWS's own key of a topic whose alarms are not known, but whose they are is",
      resources: [
        { ...changed(depthAlarm, { alarmActions: UNKNOWN }), sources: { alarmActions: ["alarms"] } },
        changed(topic, { kmsMasterKeyId: "alias/aws/sns" }),
      ],
      says: ['"alarms": kmsMasterKeyId is "alias/aws/sns"', "cloudwatch.amazonaws.com"],
    },
    {
      title: "a policy apart that leaves EventBridge out",
      resources: [
        functionTarget,
        deadLetters,
        key,
        {
          type: "aws:kms/keyPolicy:KeyPolicy",
          props: {
            keyId: "arn:aws:kms:us-east-1:111111111111:key/events",
            policy: allowing({ Principal: "me", Action: "kms:*" }),
          },
        },
      ],
      says: ['"dead-letters": kmsMasterKeyId is "events-key"'],
    },
  ],
  mends: [
    {
      sample: { type: "aws:sqs/queue:Queue", name: "queue", props: { sqsManagedSseEnabled: false } },
      to: { sqsManagedSseEnabled: true },
    },
  ],
  complying: [
    {
      title: "a queue and a topic with a key that both may use",
      resources: [functionTarget, deadLetters, depthAlarm, topic, key],
    },
    {
      title: "a key by its id",
      resources: [functionTarget, changed(deadLetters, { kmsMasterKeyId: "events" }), key],
    },
    {
      title: "a queue that SQS encrypts by itself",
      resources: [changed(deadLetters, { kmsMasterKeyId: undefined }), queueTarget],
    },
    {
      title: "a queue with a key, which SQS need not encrypt itself",
      resources: [changed(deadLetters, { sqsManagedSseEnabled: false })],
    },
    {
      title: "a key that everybody of the account may use",
      resources: [
        functionTarget,
        deadLetters,
        changed(key, { policy: allowing({ Principal: "*", Action: "kms:*", Resource: "*" }) }),
      ],
    },
    {
      title: "AWS's own key of a topic that nothing of the stack sends to",
      resources: [changed(topic, { kmsMasterKeyId: "alias/aws/sns" })],
    },
    { title: "a key of another stack", resources: [functionTarget, deadLetters] },
    {
      title: "a key that nobody but the consumer needs",
      resources: [deadLetters, lets("sqs.amazonaws.com", "kms:Decrypt")],
    },
  ],
  unknown: [
    { title: "a topic's key that is not known", resources: [changed(topic, { kmsMasterKeyId: UNKNOWN })] },
  ],
  unknownButEnough: [
    {
      title: "a queue's key that is not known, nor its policy",
      resources: [
        {
          ...changed(functionTarget, { deadLetterConfig: { arn: UNKNOWN } }),
          sources: { deadLetterConfig: ["dead-letters"] },
        },
        {
          ...changed(deadLetters, { arn: UNKNOWN, kmsMasterKeyId: UNKNOWN }),
          sources: { kmsMasterKeyId: ["events-key"] },
        },
        changed(key, { arn: UNKNOWN, keyId: UNKNOWN, policy: UNKNOWN }),
      ],
    },
  ],
};
