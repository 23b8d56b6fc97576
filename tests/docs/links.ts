/** A link of a page to a file of the project, and to a heading in it; either may be empty, not both. */
export interface Link {
  readonly file: string;
  readonly anchor: string;
}

/** The links of a page in Markdown that stay within the project. */
export function linksIn(text: string): readonly Link[] {
  return [...withoutCode(text).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = "", anchor = ""] = target.split("#");
      return { file, anchor };
    });
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsIn(text: string): ReadonlySet<string> {
  const headings = [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\- _]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^( *)```[^]*?^\1```$/gm, "");
}
