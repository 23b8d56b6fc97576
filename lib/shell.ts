/** Text as a shell takes it, for commands that a user is given to run. */

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** In quotes only where it needs them. */
export function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : quoted(text);
}
