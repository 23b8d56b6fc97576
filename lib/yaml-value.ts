import { parseDocument, type DocumentOptions, type ParseOptions, type SchemaOptions } from "yaml";

/** What a text in YAML or JSON says, or in one line why it says nothing. */
export type YamlValue = { readonly value: unknown } | { readonly fault: string };

/** Reads YAML or JSON. Aliases that would fill the memory are a fault, as text that is neither is. */
export function yamlValue(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
): YamlValue {
  const document = parseDocument(text, options);
  const [error] = document.errors;
  if (error !== undefined) return { fault: firstLine(error.message) };
  try {
    return { value: document.toJS() as unknown };
  } catch (cause) {
    // An alias without its anchor, or more of them than the library will follow.
    if (cause instanceof ReferenceError) return { fault: firstLine(cause.message) };
    throw cause;
  }
}

function firstLine(message: string): string {
  const [line = ""] = message.split("\n");
  return line.replace(/:$/, "");
}
