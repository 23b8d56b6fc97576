import path from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { format } from "prettier";
import { expect, test } from "vitest";
import { DIFF_SCHEMA, DiffDocumentSchema } from "../../automation/diff/model";

test("the JSON schema of a diff is the one that its model says", async () => {
  const { $schema, ...schema } = toJsonSchema(DiffDocumentSchema, { target: "draft-2020-12" });
  const title = `What causeway diff --format json prints, ${DIFF_SCHEMA}`;
  const document = JSON.stringify({ $schema, title, ...schema });
  const file = path.resolve(__dirname, "../../docs/diff.schema.json");
  await expect(await format(document, { parser: "json", printWidth: 110 })).toMatchFileSnapshot(file);
});
