/** The forms in which a change is told, and which of them a file's ending asks for. */
import path from "node:path";
import type { DiffDocument } from "../model";
import { html } from "./html";
import { json } from "./json";
import { markdown, type CommentOptions } from "./markdown";
import { text } from "./text";

export const FORMATS = ["markdown", "html", "json", "text"] as const;
export type Format = (typeof FORMATS)[number];

/** Endings of files, and the form that each asks for. */
export const ENDINGS: Readonly<Record<string, Format>> = {
  ".md": "markdown",
  ".html": "html",
  ".json": "json",
  ".txt": "text",
};

/** The form that a file's name asks for: Markdown where it has no ending, none where its ending says nothing. */
export function formatOf(file: string): Format | undefined {
  const ending = path.extname(file).toLowerCase();
  return ending === "" ? "markdown" : ENDINGS[ending];
}

/** @throws RangeError where the comment's options are none that it takes. */
export function formatted(document: DiffDocument, format: Format, comment: CommentOptions = {}): string {
  switch (format) {
    case "markdown":
      return markdown(document, comment);
    case "html":
      return html(document);
    case "json":
      return json(document);
    case "text":
      return text(document);
  }
}
