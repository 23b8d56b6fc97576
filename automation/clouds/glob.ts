/** The text as an expression that matches it and nothing else. */
export const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** Whether a text is what a pattern says, in which `*` stands for any text. */
export const matches = (pattern: string, text: string, ignoreCase = false): boolean =>
  new RegExp(`^${pattern.split("*").map(quoted).join(".*")}$`, ignoreCase ? "is" : "s").test(text);
