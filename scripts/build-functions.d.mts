/** Functions of every area, by name. */
export function functionEntries(root: string): { readonly name: string; readonly handler: string }[];

/** What functions became: the size of each bundle in bytes, by name, and what all are made from, by path from the root. */
export interface BuiltFunctions {
  readonly sizes: Record<string, number>;
  readonly inputs: readonly string[];
}

/** Bundles every function of `root` into `outdir`. */
export function buildFunctions(root: string, outdir: string): Promise<BuiltFunctions>;
