import { runtimeFailure } from "../../failure";
import type { Json } from "../../json";
import { read, type Environment } from "../path";
import { CallFault, parseCall, type Argument, type Call } from "./call";
import { FUNCTIONS } from "./functions";

export { CallFault, parseCall, type Call } from "./call";

/** Names of the functions there are. */
export const functionNames = Object.keys(FUNCTIONS);

/** The result of a call such as `States.Format('Order {}', $.orderId)`. @throws {StateFailure} */
export function evaluate(text: string, environment: Environment): Json {
  try {
    return apply(parseCall(text), environment);
  } catch (error) {
    if (error instanceof CallFault)
      throw runtimeFailure(`Invalid intrinsic function '${text}': ${error.message}`);
    throw error;
  }
}

function apply(call: Call, environment: Environment): Json {
  const implementation = FUNCTIONS[call.name];
  if (implementation === undefined) throw new CallFault(`no function ${call.name}`);
  return implementation(
    call.args.map((argument) => argumentValue(argument, environment, call.name)),
    environment.random,
  );
}

function argumentValue(argument: Argument, environment: Environment, name: string): Json {
  if ("value" in argument) return argument.value;
  return "path" in argument ? read(argument.path, environment, name) : apply(argument.call, environment);
}
