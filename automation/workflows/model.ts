/** GitHub Actions workflows as data: the part of their syntax that causeway writes, each field as GitHub names it. */

export type Access = "read" | "write";

/** What the job's token may do; nothing that is not named. `id-token` lets the job prove who it is to a cloud. */
export type Permissions = Partial<
  Record<"actions" | "contents" | "id-token" | "issues" | "pull-requests" | "packages", Access>
>;

/** An action of somebody else's, at one commit. */
export interface PinnedAction {
  /** `owner/repository`. */
  readonly name: string;
  /** Full commit id. */
  readonly commit: string;
  /** The release that the commit is, told to readers and to update bots. */
  readonly release: string;
}

interface StepBase {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  /** Texts by name. Whatever comes from outside goes in here, and never into the script itself. */
  readonly env?: Readonly<Record<string, string>>;
}

export type Step =
  | (StepBase & {
      readonly uses: PinnedAction;
      readonly with?: Readonly<Record<string, string | number | boolean>>;
    })
  | (StepBase & { readonly run: string });

export interface Job {
  readonly name: string;
  /** Labels of the runner; more than one for a self-hosted one. */
  readonly "runs-on": string | readonly string[];
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly permissions: Permissions;
  /** Protected environment whose approval and variables the job takes. */
  readonly environment?: string;
  readonly concurrency?: Concurrency;
  readonly strategy?: {
    readonly "fail-fast": boolean;
    readonly matrix: Readonly<Record<string, readonly (string | number)[]>>;
  };
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly steps: readonly Step[];
}

export interface Concurrency {
  readonly group: string;
  readonly "cancel-in-progress": boolean | string;
}

export interface Triggers {
  readonly pull_request?: { readonly types?: readonly string[]; readonly branches?: readonly string[] };
  readonly push?: { readonly branches: readonly string[] };
  readonly schedule?: readonly { readonly cron: string }[];
  readonly workflow_dispatch?: { readonly inputs?: Readonly<Record<string, DispatchInput>> };
  readonly workflow_run?: { readonly workflows: readonly string[]; readonly types: readonly string[] };
}

export interface DispatchInput {
  readonly description: string;
  readonly type: "boolean" | "choice" | "string";
  readonly options?: readonly string[];
  readonly default?: string | boolean;
  readonly required?: boolean;
}

export interface Workflow {
  readonly name: string;
  readonly on: Triggers;
  /** Of the workflow as a whole: none, so that each job says what it needs. */
  readonly permissions: Readonly<Record<string, never>>;
  readonly concurrency?: Concurrency;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
  /**
   * Findings of zizmor that are accepted, by audit, each with its reason; written as a comment where zizmor reads it.
   * @default none
   */
  readonly accepted?: readonly { readonly audit: string; readonly at: "on"; readonly reason: string }[];
}
