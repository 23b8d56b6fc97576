/** Has what the barrels below a folder of esbuild's CommonJS output hand on loaded when it is read; says for how many. */
export function lateBarrels(folder: string): number;
