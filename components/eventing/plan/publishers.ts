import type { Fault } from "../../core";
import type { PolicyDocument } from "./policies";

/** Roles of other accounts that may put some events. */
export interface PublisherPlan {
  readonly roleArns: readonly string[];
  readonly sources: readonly string[];
  readonly detailTypes: readonly string[];
}

const ROLE = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

/** Every publisher that a bus of this environment may not let in. */
export function publisherFaults(
  accounts: readonly string[],
  publishers: readonly PublisherPlan[],
  sourcePrefix: string,
): Fault[] {
  const faults: Fault[] = accounts
    .filter((account) => !/^\d{12}$/.test(account))
    .map((account) => ({ path: "accounts", given: account, allowed: "the 12 digits of an AWS account id" }));
  publishers.forEach((publisher, i) => {
    const at = `roles[${i}]`;
    for (const key of ["roleArns", "sources", "detailTypes"] as const) {
      if (publisher[key].length === 0) {
        faults.push({ path: `${at}.${key}`, given: [], allowed: "one or more; nothing is open to all" });
      }
    }
    publisher.roleArns.forEach((arn, n) => {
      const account = ROLE.exec(arn)?.[1];
      const path = `${at}.roleArns[${n}]`;
      if (account === undefined) {
        faults.push({
          path,
          given: arn,
          allowed: "the ARN of one IAM role, arn:aws:iam::<account>:role/<name>",
        });
      } else if (!accounts.includes(account)) {
        const own = accounts.length === 0 ? "none is named" : accounts.join(", ");
        const allowed = `a role of an account of this environment (${own}); other environments have a bus of their own`;
        faults.push({ path, given: arn, allowed });
      }
    });
    publisher.sources.forEach((source, n) => {
      if (!source.startsWith(`${sourcePrefix}.`)) {
        const allowed = `a source below ${sourcePrefix}, such as ${sourcePrefix}.orders`;
        faults.push({ path: `${at}.sources[${n}]`, given: source, allowed });
      }
    });
  });
  return faults;
}

/**
 * Lets the named roles put the named events. `Null` closes what `ForAllValues` leaves open: it also holds when the
 * request has no such key (IAM User Guide, "Set operators for multivalued context keys").
 */
export function busPolicy<S>(busArn: S, publishers: readonly PublisherPlan[]): PolicyDocument<S> {
  return {
    Version: "2012-10-17",
    Statement: publishers.map((publisher, i) => ({
      Sid: `AllowAccountsToPutEvents${i === 0 ? "" : i + 1}`,
      Effect: "Allow",
      Principal: { AWS: publisher.roleArns },
      Action: "events:PutEvents",
      Resource: busArn,
      Condition: {
        "ForAllValues:StringEquals": {
          "events:source": publisher.sources,
          "events:detail-type": publisher.detailTypes,
        },
        Null: { "events:source": "false", "events:detail-type": "false" },
      },
    })),
  };
}
