import { isObject, type Json } from "../json";
import { evaluate } from "./intrinsics";
import { read, type Environment } from "./path";

/** Whether text calls an intrinsic function, rather than being a path. */
export function isCall(text: string): boolean {
  return !text.startsWith("$");
}

/** The value of a path or of a call of an intrinsic function. */
export function valueOf(text: string, environment: Environment, field: string): Json {
  return isCall(text) ? evaluate(text, environment) : read(text, environment, field);
}

/**
 * A payload template with its dynamic fields, those whose names end in `.$`, replaced (states-language.net, "Payload
 * Template"). As the language has it, lists are looked through too.
 */
export function fill(template: Json, environment: Environment): Json {
  if (Array.isArray(template)) return (template as readonly Json[]).map((item) => fill(item, environment));
  if (!isObject(template)) return template;
  const filled: Record<string, Json> = {};
  for (const [name, value] of Object.entries(template)) {
    if (name.endsWith(".$")) filled[name.slice(0, -2)] = valueOf(value as string, environment, name);
    else filled[name] = fill(value, environment);
  }
  return filled;
}
