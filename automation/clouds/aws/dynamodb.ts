import type { Kind } from "../kind";
import * as v from "../values";
import { arn, limit } from "./common";

const table: Kind = {
  type: "aws:dynamodb/table:Table",
  simulates:
    "every key is a declared attribute and every attribute a key, capacity where it is provisioned, a view for its stream, an attribute for its time to live, deletion protection",
  replaces: { name: true, hashKey: true, rangeKey: true, localSecondaryIndexes: true, importTable: true },
  check: (inputs, report) => {
    // Amazon DynamoDB API reference, CreateTable.
    limit(inputs, report, "name", /^[\w.-]{3,255}$/, "3 to 255 letters, digits and _.-");
    const declared = v.objects(inputs, "attributes");
    for (const [i, a] of declared.entries())
      if (!["S", "N", "B"].includes(v.text(a, "type") ?? "S"))
        report(`attributes[${String(i)}].type`, "must be S, N or B");
    const indexes = ["globalSecondaryIndexes", "localSecondaryIndexes"].flatMap((k) => v.objects(inputs, k));
    const keys = [inputs, ...indexes].flatMap((o) =>
      [v.text(o, "hashKey"), v.text(o, "rangeKey")].flatMap((k) => k ?? []),
    );
    const schemaKeys = indexes.flatMap((i) =>
      v.objects(i, "keySchemas").flatMap((k) => v.text(k, "attributeName") ?? []),
    );
    const names = declared.flatMap((a) => v.text(a, "name") ?? []);
    for (const key of [...keys, ...schemaKeys])
      if (!names.includes(key)) report("attributes", `"${key}" is a key but no attribute`);
    for (const name of names)
      if (![...keys, ...schemaKeys].includes(name))
        report(
          "attributes",
          `all attributes must be indexed; "${name}" is no key of the table or of an index`,
        );
    const provisioned = (v.text(inputs, "billingMode") ?? "PROVISIONED") === "PROVISIONED";
    for (const key of ["readCapacity", "writeCapacity"])
      if (provisioned && inputs["billingMode"] !== undefined && inputs[key] === undefined)
        report(key, 'is needed with billingMode "PROVISIONED"');
    if (v.flag(inputs, "streamEnabled") === true && inputs["streamViewType"] === undefined)
      report("streamViewType", "is needed with a stream");
    if (v.flag(inputs, "ttl.enabled") === true && v.at(inputs, "ttl.attributeName") === undefined)
      report("ttl.attributeName", "is needed where time to live is enabled");
    // UpdateTimeToLive in the same reference: the attribute is a number, which no key that is text or binary holds.
    const expires = v.text(inputs, "ttl.attributeName");
    const clash = declared.find((a) => v.text(a, "name") === expires && v.text(a, "type") !== "N");
    if (expires !== undefined && clash !== undefined)
      report(
        "ttl.attributeName",
        `"${expires}" is a key of type ${v.text(clash, "type") ?? ""}; expiry is a number`,
      );
  },
  id: (c) => c.text("name") ?? `${c.name}-${c.derive.hex("name", 7)}`,
  outputs: (c, id) => {
    const own = arn(c, "dynamodb", `table/${id}`);
    const stream = c.flag("streamEnabled") === true;
    // A stream keeps its label for as long as it is there; one that is turned on anew is another stream.
    const kept = v.text(c.old?.outputs, "streamLabel") ?? "";
    const label = kept !== "" ? kept : c.now.replace("Z", "");
    return {
      arn: own,
      streamArn: stream ? `${own}/stream/${label}` : "",
      streamLabel: stream ? label : "",
      billingMode: c.text("billingMode") ?? "PROVISIONED",
    };
  },
  aliases: (o) => [v.text(o, "arn"), v.text(o, "streamArn") || undefined],
  taken: (_c, id) => ["ResourceInUseException", `Table already exists: ${id}`],
  beforeDelete: (c, e) => {
    if (v.flag(e.inputs, "deletionProtectionEnabled") === true)
      c.refuse(
        "ValidationException",
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first: ${e.id}`,
      );
  },
};

export const dynamodb: readonly Kind[] = [table];
