export {
  FunctionsApplication,
  type FunctionsApplicationArgs,
  type FunctionsApplicationChildren,
} from "./functions-application";
export { PrivateInstance, type PrivateInstanceArgs, type PrivateInstanceChildren } from "./private-instance";
