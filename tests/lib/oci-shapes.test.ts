import { describe, expect, test } from "vitest";
import { shapeFaults, shapeName, type ShapeChoice } from "../../lib/oci-shapes";

const choice = (family: string, ocpus: unknown, memoryGb: unknown) =>
  shapeFaults({ family, ocpus, memoryGb } as ShapeChoice).map(({ path, allowed }) => `${path}: ${allowed}`);

describe("a shape is a family with both of its numbers", () => {
  test.each([
    ["standard", 4, 32],
    ["standard", 1, 64],
    ["dense-io", 16, 256],
    ["high-memory", 8, 512],
  ])("OP-04 %s with %d OCPUs and %d GB", (family, ocpus, memory) => {
    expect(choice(family, ocpus, memory)).toEqual([]);
  });

  test.each([
    ["standard", undefined, 32, "ocpus: a whole number of OCPUs from 1 to 32 (VM.Standard3.Flex)"],
    [
      "standard",
      4,
      undefined,
      "memoryGb: a whole number of GB from 4 to 256 with 4 OCPUs (VM.Standard3.Flex)",
    ],
    ["standard", 16, 600, "memoryGb: a whole number of GB from 16 to 512 with 16 OCPUs (VM.Standard3.Flex)"],
    ["dense-io", 12, 192, "ocpus: a multiple of 8 OCPUs from 8 to 32 (VM.DenseIO.E4.Flex)"],
    ["dense-io", 8, 64, "memoryGb: 128 GB with 8 OCPUs (VM.DenseIO.E4.Flex)"],
    [
      "high-memory",
      4,
      32,
      "memoryGb: a whole number of GB from 128 to 256 with 4 OCPUs (VM.Standard.E4.Flex)",
    ],
    ["burstable", 1, 1, "family: one of standard, dense-io, high-memory"],
  ])("OP-04 %s with %s OCPUs and %s GB is refused", (family, ocpus, memory, said) => {
    expect(choice(family, ocpus, memory)).toEqual([said]);
  });

  test("the source's nodes are of the standard family", () => {
    expect(shapeName("standard")).toBe("VM.Standard3.Flex");
  });
});
