/** The value of a JSON text; undefined when it is none, as an empty text that a provider gives for what is not set. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
