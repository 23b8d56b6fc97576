/** The ARN of a bus in the account and region of a queue. */
export function busArnBeside(queueArn: string, busName: string): string {
  const [arn, partition, , region, account] = queueArn.split(":");
  return [arn, partition, "events", region, account, `event-bus/${busName}`].join(":");
}

/** The ARN of a state machine in the account and region of a log group, for a role that must name it before it exists. */
export function machineArnBeside(logGroupArn: string, machineName: string): string {
  const [arn, partition, , region, account] = logGroupArn.split(":");
  return [arn, partition, "states", region, account, "stateMachine", machineName].join(":");
}

/** The account of an ARN, 12 digits. */
export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/** The region of an ARN. */
export const regionOf = (arn: string): string => arn.split(":")[3] ?? "";
