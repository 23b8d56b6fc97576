import { describe, expect, it } from "vitest";
import { EventFold } from "../../../automation/deploy/events";
import { protectionText } from "../../../automation/deploy/protected";

const URN = "urn:pulumi:dev-a::shop::causeway:eventing:Queue$aws:sqs/queue:Queue::orders";
// As Pulumi 3.248.0 words them.
const REPLACE = `unable to replace resource "${URN}"\nas it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\``;
const DELETE = `resource "${URN}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${URN}'\``;

const folded = (keys: string[]): EventFold => {
  const fold = new EventFold("a");
  const metadata = { op: "replace", urn: URN, type: "aws:sqs/queue:Queue", keys, old: null, new: null };
  fold.add({ sequence: 0, timestamp: 0, resourcePreEvent: { metadata } } as never);
  return fold;
};

describe("what is told of something that is protected", () => {
  it("names what would be replaced, because of what, and how it is let through", () => {
    const how = { "aws:sqs/queue:Queue": "drain it first." };
    expect(protectionText(REPLACE, folded(["fifoQueue", "name"]), how)).toBe(
      "aws:sqs/queue:Queue orders would be replaced because of fifoQueue, name, and is protected from that. " +
        "Take the change back; or, if it is meant: drain it first.",
    );
  });

  it("names the argument where the stack has nothing to say of the type", () => {
    const said = protectionText(DELETE, new EventFold("a"), { "aws:s3/bucket:Bucket": "empty it." });
    expect(said).toMatch(/^aws:sqs\/queue:Queue orders would be deleted, and is protected from that\. /);
    expect(said).toContain("protect: false");
  });

  it("leaves every other message as it is", () => {
    expect(protectionText(`resource "${URN}" is not there`, folded([]), {})).toBeUndefined();
  });
});
