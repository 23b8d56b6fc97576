import { parse } from "yaml";
import { fromJson, isObject, objects, text } from "../values";

/** The API server that a kubeconfig leads to, or what is wrong with it. */
export function serverOf(
  kubeconfig: string,
  context: string | undefined,
): { server: string } | { fault: string } {
  let parsed;
  try {
    parsed = fromJson(parse(kubeconfig));
  } catch (error) {
    // The message of the parser may quote the text, which may hold a credential.
    return { fault: `it is neither YAML nor JSON (${error instanceof Error ? error.name : "error"})` };
  }
  if (!isObject(parsed)) return { fault: "it is the path of a file or no configuration; give its content" };
  const wanted = context ?? text(parsed, "current-context");
  const found = objects(parsed, "contexts").find((c) => text(c, "name") === wanted);
  if (!found) return { fault: `it has no context "${wanted ?? ""}"` };
  const name = text(found, "context.cluster");
  const server = text(
    objects(parsed, "clusters").find((c) => text(c, "name") === name),
    "cluster.server",
  );
  return server === undefined
    ? { fault: `it has no cluster "${name ?? ""}" with a server` }
    : { server: server.replace(/\/$/, "") };
}
