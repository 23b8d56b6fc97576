/** Functions of every area, by name. */
export function functionEntries(root: string): { readonly name: string; readonly handler: string }[];

/** Bundles every function of `root` into `outdir`; the size of each bundle in bytes, by name. */
export function buildFunctions(root: string, outdir: string): Promise<Record<string, number>>;
