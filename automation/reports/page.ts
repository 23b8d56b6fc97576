import { createHash } from "node:crypto";
import { escapeHtml } from "./escape";

export interface Page {
  /** What the browser calls it; no markup. */
  readonly title: string;
  /** Markup of the body. */
  readonly body: string;
  readonly style: string;
  /** The only code that runs. @default none */
  readonly script?: string;
}

/**
 * A page that needs nothing but itself: no font, picture, style or script from elsewhere. Its policy says so to the
 * browser, and names the one style and the one script by their hashes, so that nothing else in it is taken for one.
 */
export function page({ title, body, style, script }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    ...(script === undefined ? [] : [`script-src ${hash(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}${script === undefined ? "" : `\n<script>${script}</script>`}
</body>
</html>
`;
}

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
