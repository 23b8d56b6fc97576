interface JobAsWritten {
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly object[];
}

export interface StepOutcome {
  readonly name: string;
  readonly outcome: "success" | "failure" | "skipped" | "left out" | "not done here";
  readonly stdout?: string;
  readonly stderr?: string;
  readonly summary?: string;
}

export function runJob(options: {
  readonly job: JobAsWritten;
  readonly contexts?: Readonly<Record<string, unknown>>;
  readonly folder: string;
  readonly skip?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly repository?: string;
  /** What is built here in place of what npm would install, simulated clouds in place of real ones. */
  readonly rehearse?: boolean;
  readonly log?: (line: string) => void;
}): {
  readonly outcomes: readonly StepOutcome[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly failed: boolean;
  readonly workspace: string;
  readonly artifacts: string;
};

export function evaluate(
  expression: string,
  scope: Readonly<Record<string, unknown>>,
  condition?: boolean,
): unknown;
