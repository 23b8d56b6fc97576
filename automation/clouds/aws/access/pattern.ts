import { quoted } from "../../glob";

/** What a request carries: values by condition key. A list is a multivalued key. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/**
 * The value of a policy variable: `${aws:PrincipalTag/team}`, `${aws:username, 'nobody'}`; undefined where the request has
 * none and there is no default. `${*}`, `${?}` and `${$}` stand for the characters (IAM user guide, "IAM policy elements:
 * Variables and tags").
 */
function variable(inner: string, context: RequestContext): string | undefined {
  if (["*", "?", "$"].includes(inner)) return inner;
  const [name = "", fallback] = inner.split(",").map((p) => p.trim());
  const found = Object.entries(context).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return typeof found === "string" ? found : fallback?.replace(/^'(.*)'$/, "$1");
}

/** Text, wildcards and variables of a policy's string, in order. */
function parts(
  source: string,
  context: RequestContext | undefined,
): (string | { text: string })[] | undefined {
  const tokens = source.match(/\$\{[^}]*\}|[*?]|[^*?$]+|\$/g) ?? [];
  const found: (string | { text: string })[] = [];
  for (const token of tokens) {
    if (token === "*" || token === "?") found.push(token);
    else if (context && token.startsWith("${")) {
      const value = variable(token.slice(2, -1), context);
      if (value === undefined) return undefined;
      found.push({ text: value });
    } else found.push({ text: token });
  }
  return found;
}

/** The text with its variables put in; undefined where one has no value. Without a context nothing is a variable. */
export function resolved(source: string, context: RequestContext | undefined): string | undefined {
  return parts(source, context)
    ?.map((p) => (typeof p === "string" ? p : p.text))
    .join("");
}

/** What a policy's string matches: `*` any text, `?` one character; undefined where a variable has no value. */
export function pattern(
  source: string,
  context: RequestContext | undefined,
  ignoreCase = false,
): RegExp | undefined {
  const found = parts(source, context);
  const expression = found?.map((p) =>
    p === "*" ? ".*" : p === "?" ? "." : quoted((p as { text: string }).text),
  );
  return expression && new RegExp(`^${expression.join("")}$`, ignoreCase ? "is" : "s");
}
