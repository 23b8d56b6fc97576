/** The part of the Fn development kit that functions use; the package has no types of its own. */
declare module "@fnproject/fdk" {
  /** Serves a function to its host; what it throws is answered with 502. */
  export function handle(work: (input: unknown) => unknown): void;
}
