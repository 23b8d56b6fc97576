import type { Kind } from "../kind";
import { apiDestinations } from "./api-destinations";
import { cloudwatch } from "./cloudwatch";
import { dashboards } from "./dashboard";
import { dynamodb } from "./dynamodb";
import { endpoints } from "./ec2-endpoints";
import { network } from "./ec2-network";
import { security } from "./ec2-security";
import { templates } from "./ec2-templates";
import { eks } from "./eks";
import { events } from "./events";
import { firehose } from "./firehose";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { messaging } from "./messaging";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { schemas } from "./schemas";
import { stateMachines } from "./state-machine";

const all: readonly Kind[] = [
  ...network,
  ...security,
  ...endpoints,
  ...templates,
  ...iam,
  ...kms,
  ...lambda,
  ...s3,
  ...dynamodb,
  ...messaging,
  ...events,
  ...apiDestinations,
  ...firehose,
  ...scheduler,
  ...schemas,
  ...stateMachines,
  ...cloudwatch,
  ...dashboards,
  ...eks,
  ...route53,
];

/** AWS resource types with a behaviour of their own, by token. */
export const kinds: ReadonlyMap<string, Kind> = new Map(all.map((k) => [k.type, k]));
