/** The command tree as data: what a command is called, what it takes, what it does. */

/** One option of a command. */
export interface CommandOption {
  /** As commander takes it: `--only <stack...>`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string | number;
  readonly mandatory?: boolean;
  /** Camel-case names of options that it can not be given with: one of the two would count for nothing, unseen. */
  readonly conflicts?: readonly string[];
  /** Reads the text; throws `InputError` when it is malformed. */
  readonly parse?: (text: string) => unknown;
}

/** The one argument that a command may take. */
export interface CommandArgument {
  readonly name: string;
  readonly description: string;
  /** What it may be; anything when left out. */
  readonly choices?: readonly string[];
  readonly default?: string;
}

/** What a command was given: option values by their camel-case name, and its argument. */
export interface Given {
  readonly options: Readonly<Record<string, unknown>>;
  readonly argument?: string;
}

/** Where a command runs and what it writes to; everything of the process that it may touch. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** A command of `causeway`. */
export interface Command {
  /** One word, or a group and a word: `events match`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What a reader of `--help` must know beside the options. */
  readonly details?: string;
  readonly argument?: CommandArgument;
  readonly options: readonly CommandOption[];
  readonly examples: readonly string[];
  /** Does it; the answer is the exit code. A failure that the user can act on is thrown. */
  run(given: Given, terminal: Terminal): Promise<number>;
}
