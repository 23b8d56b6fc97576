/** What AWS's resources are called. */
import { object, text, type Deployed, type Values } from "./deployed";

/** The type of a kind of EC2 resource. */
export const ec2 = (kind: string): string =>
  `aws:ec2/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;

/** The tag that consoles show as a name, or the logical name. */
export function nameOf({ outputs, name }: Pick<Deployed, "outputs" | "name">): string {
  return text(object(outputs, "tags"), "Name") ?? text(object(outputs, "tagsAll"), "Name") ?? name;
}

/** `com.amazonaws.us-east-1.ecr.api` is `ecr.api`. */
export function serviceWord(outputs: Values): string {
  return (text(outputs, "serviceName") ?? "").split(".").slice(3).join(".");
}
