import * as v from "valibot";
import { DiffDocumentSchema, type DiffDocument } from "../model";

/**
 * The document itself, as docs/diff.schema.json describes it: keys in the schema's order, however the document was made.
 *
 * @throws ValiError where it is no such document.
 */
export function json(document: DiffDocument): string {
  return `${JSON.stringify(v.parse(DiffDocumentSchema, document), undefined, 2)}\n`;
}
