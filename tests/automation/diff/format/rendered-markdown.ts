/** What GitHub's flavour of Markdown makes of a comment. */
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

export interface Tag {
  readonly name: string;
  readonly close: boolean;
  readonly attributes: string;
}

export interface Rendered {
  readonly html: string;
  readonly tags: readonly Tag[];
  /** Texts of all code elements, references resolved. */
  readonly code: readonly string[];
  /** Text outside code, references resolved: what GitHub looks through for mentions and the like. */
  readonly prose: string;
}

export function rendered(markdown: string): Rendered {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const tags = [...html.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/gi)].map(
    ([, slash, name = "", attributes = ""]) => ({
      name: name.toLowerCase(),
      close: slash === "/",
      attributes: attributes.trim(),
    }),
  );
  const code = [...html.matchAll(/<code[^>]*>([^]*?)<\/code>/g)].map(([, text = ""]) => resolved(text));
  const prose = resolved(
    html.replaceAll(/<code[^>]*>[^]*?<\/code>/g, "<code></code>").replaceAll(/<[^>]*>/g, "\u0001"),
  );
  return { html, tags, code, prose };
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function resolved(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|(\w+));/g,
    (whole, number: string | undefined, name: string | undefined) =>
      number === undefined ? (NAMED[name ?? ""] ?? whole) : String.fromCodePoint(Number(number)),
  );
}
