import { Document, isMap, isScalar, visit } from "yaml";
import type { PinnedAction, Workflow } from "./model";

/**
 * A workflow as the text of its file.
 *
 * Every step runs in bash with pipefail, so that a failure before a pipe is one.
 *
 * @param madeBy said in the first line: what writes the file anew.
 */
export function workflowText({ accepted = [], ...workflow }: Workflow, madeBy: string): string {
  const releases = new Map<string, string>();
  const plain = JSON.parse(
    JSON.stringify(withShell(workflow), (key, value: unknown) => {
      if (key !== "uses") return value;
      const { name, commit, release } = value as PinnedAction;
      releases.set(`${name}@${commit}`, release);
      return `${name}@${commit}`;
    }),
  ) as Record<string, unknown>;
  const document = new Document(plain, { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || !isScalar(pair.value)) return;
      const release = pair.key.value === "uses" ? releases.get(String(pair.value.value)) : undefined;
      if (release !== undefined) pair.value.comment = ` ${release}`;
    },
  });
  for (const { audit, at, reason } of accepted) {
    if (!isMap(document.contents)) continue;
    const pair = document.contents.items.find(({ key }) => isScalar(key) && key.value === at);
    if (pair !== undefined && isScalar(pair.key)) pair.key.commentBefore = ` ${reason}`;
    if (pair !== undefined && isMap(pair.value)) pair.value.commentBefore = ` zizmor: ignore[${audit}]`;
  }
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true, singleQuote: false });
  return `# ${madeBy}\n${text}`;
}

function withShell({ name, on, permissions, jobs, ...more }: Omit<Workflow, "accepted">): object {
  return { name, on, permissions, ...more, defaults: { run: { shell: "bash" } }, jobs };
}
