import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { look, tcpReach } from "../../../automation/deploy/reach";
import type { Stack } from "../../../stacks/define/stack";
import { platform } from "../../../stacks/reference";

const endpoint = {
  what: "the Kubernetes API of oke",
  host: "10.73.3.5",
  port: 6443,
  access: "a runner in 10.73.7.0/24",
};
const stack: Pick<Stack, "reaches" | "needs"> = {
  needs: { oke: { stack: "oke-dxb" } as Stack["outputs"] },
  reaches: () => [endpoint],
};
const asked: string[] = [];
const silent = {
  reach: (host: string, port: number) => {
    asked.push(`${host}:${port}`);
    return Promise.resolve("no answer within 5 seconds");
  },
};
const open = { reach: () => Promise.resolve(undefined) };
const up = () => Promise.resolve({ accessPath: {} });
const down = () => Promise.resolve(undefined);

describe("OK-58 the look before a stack", () => {
  test("an endpoint that is silent keeps up from beginning, with host, port and the way there", async () => {
    const { failure } = await look({ stack, verb: "up", inside: false }, silent, up);
    expect(failure?.kind).toBe("failed");
    expect(failure?.message).toContain("the Kubernetes API of oke does not answer at 10.73.3.5:6443");
    expect(failure?.message).toContain("use a runner in 10.73.7.0/24.");
    expect(failure?.message).toContain("gets none to let this run through");
  });

  test("one that answers, and a stack that is taken down, are no matter", async () => {
    expect(await look({ stack, verb: "up", inside: false }, open, up)).toEqual({ warnings: [] });
    expect(await look({ stack, verb: "destroy", inside: true }, silent, up)).toEqual({ warnings: [] });
    expect(await look({ stack: { needs: {} }, verb: "up", inside: true }, silent, up)).toEqual({
      warnings: [],
    });
  });

  test("a preview looks where the cluster exists and the machine was said to be inside, and nowhere else", async () => {
    asked.length = 0;
    const outside = await look({ stack, verb: "preview", inside: false }, silent, up);
    expect(outside.failure).toBeUndefined();
    expect(outside.warnings.join()).toMatch(/^incomplete: .*the Kubernetes API of oke.*--inside/);
    expect(await look({ stack, verb: "preview", inside: true }, silent, down)).toEqual({ warnings: [] });
    expect(asked).toEqual([]);
    expect((await look({ stack, verb: "preview", inside: true }, silent, up)).failure?.kind).toBe("failed");
    expect(asked).toEqual(["10.73.3.5:6443"]);
  });

  test("outputs that can not be read are a failure of the stack and not of the run", async () => {
    const broken = () => Promise.reject(new Error("the backend is away"));
    const { failure } = await look({ stack, verb: "up", inside: false }, open, broken);
    expect(failure).toEqual({ kind: "failed", message: "the backend is away" });
  });

  test("it is a connection of TCP", async () => {
    const server = createServer((socket) => socket.end());
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    expect(await tcpReach("127.0.0.1", port)).toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
    expect(await tcpReach("127.0.0.1", port)).toBe("ECONNREFUSED");
  });
});

test("OK-58 the reference platform looks at the APIs of both clusters, by the outputs that they promise", () => {
  const reaches = platform.stacks.find(({ name }) => name === "platform")?.reaches;
  const endpoints = reaches?.({
    eks: { endpoint: "https://ABC.gr7.us-east-1.eks.amazonaws.com" },
    oke: { accessPath: { host: "10.65.3.5", port: 6443, text: "a session of the bastion (oci ...)" } },
  });
  expect(endpoints?.map(({ host, port, access }) => [host, port, access])).toEqual([
    ["abc.gr7.us-east-1.eks.amazonaws.com", 443, "a runner in the VPC, or in a network that is joined to it"],
    ["10.65.3.5", 6443, "a session of the bastion (oci ...)"],
  ]);
});
