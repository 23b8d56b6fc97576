/** Where ARNs point: an account and its one region, of the commercial partition. */
export interface AwsAccount {
  /** The account's id, 12 digits. */
  readonly id: string;
  /** The region, `us-east-1`. */
  readonly region: string;
}

type Many = string | readonly string[];

/** One statement of a policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly Service: Many } | { readonly AWS: Many };
  readonly Action: Many;
  readonly Resource?: Many;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Many>>>>;
}

/** A policy document as JSON, in the version of the language that has every element used here. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** ARN of something in the account and region: `arn:aws:<service>:<region>:<account>:<resource>`. */
export function regionalArn(service: string, account: AwsAccount, resource: string): string {
  return `arn:aws:${service}:${account.region}:${account.id}:${resource}`;
}

/** ARN of something in IAM, which has no region: `arn:aws:iam::<account>:<resource>`. */
export function iamArn(account: AwsAccount, resource: string): string {
  return `arn:aws:iam::${account.id}:${resource}`;
}

/** ARN of a policy that AWS keeps. */
export function managedPolicyArn(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}

/**
 * Trust for a service that acts on behalf of a resource of this account only, so that nobody else's resource can use the
 * role through the service (IAM User Guide, "The confused deputy problem").
 * @param source ARN pattern of the resources that the service acts for.
 */
export function serviceTrust(service: string, account: AwsAccount, source: string): string {
  return policyDocument([
    {
      Sid: "AssumeForOwnResources",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": account.id },
        ArnLike: { "aws:SourceArn": source },
      },
    },
  ]);
}
