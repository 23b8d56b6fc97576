import type { Unwrap } from "@pulumi/pulumi";
import type { EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import type { EventSourceMappingArgs } from "@pulumi/aws/lambda/eventSourceMapping";
import type { ScheduleArgs } from "@pulumi/aws/scheduler/schedule";
import type { QueueArgs } from "@pulumi/aws/sqs/queue";
import type { QueuePolicyArgs } from "@pulumi/aws/sqs/queuePolicy";
import type { RedrivePolicyArgs } from "@pulumi/aws/sqs/redrivePolicy";
import type { ClusterArgs as OkeClusterArgs } from "@pulumi/oci/containerengine/cluster";
import type { NodePoolArgs } from "@pulumi/oci/containerengine/nodePool";
import type { SubnetArgs } from "@pulumi/oci/core/subnet";
import type { Resource } from "./rule";

/** The inputs of the types that rules read property by property. Types only: no cloud package is loaded. */
export interface InputsByToken {
  "aws:cloudwatch/eventTarget:EventTarget": EventTargetArgs;
  "aws:cloudwatch/metricAlarm:MetricAlarm": MetricAlarmArgs;
  "aws:lambda/eventSourceMapping:EventSourceMapping": EventSourceMappingArgs;
  "aws:scheduler/schedule:Schedule": ScheduleArgs;
  "aws:sqs/queue:Queue": QueueArgs;
  "aws:sqs/queuePolicy:QueuePolicy": QueuePolicyArgs;
  "aws:sqs/redrivePolicy:RedrivePolicy": RedrivePolicyArgs;
  "oci:ContainerEngine/cluster:Cluster": OkeClusterArgs;
  "oci:ContainerEngine/nodePool:NodePool": NodePoolArgs;
  "oci:Core/subnet:Subnet": SubnetArgs;
}

export type Token = keyof InputsByToken;

/** Plain inputs of a type; every property may be missing, whatever its declaration says, in a foreign program. */
export type Inputs<T extends Token> = Partial<Unwrap<InputsByToken[T]>>;

/** The inputs of a resource, typed, when it is of the given type. */
export function inputsOf<T extends Token>(resource: Resource, token: T): Inputs<T> | undefined {
  return resource.type === token ? (resource.props as Inputs<T>) : undefined;
}

/** The resources of one type. */
export function ofType<R extends Resource>(resources: readonly R[], token: Token): R[] {
  return resources.filter((resource) => resource.type === token);
}
