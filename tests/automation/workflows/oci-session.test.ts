import { createPublicKey, createPrivateKey, createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSession } from "../../../automation/workflows/oci-session";

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** GitHub's and the identity domain's side of the exchange. */
async function servers(refuse?: { readonly status: number; readonly body: string }) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const { url = "", headers } = request;
      asked.push({ path: url, authorization: headers.authorization, body });
      if (url.startsWith("/runner")) response.end(JSON.stringify({ value: "RUNNER-TOKEN" }));
      else if (refuse === undefined) response.end(JSON.stringify({ token: "UPST" }));
      else response.writeHead(refuse.status).end(refuse.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), "causeway-session-")), "session");
  onTestFinished(() => {
    server.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${address}/runner?v=1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "REQUEST-TOKEN",
    OCI_DOMAIN_URL: address,
    OCI_CLIENT_ID: "client",
    OCI_CLIENT_SECRET: "CLIENT-SECRET",
    OCI_TENANCY: "ocid1.tenancy.oc1..x",
    OCI_REGION: "me-dubai-1",
  };
  return { asked, env, folder, address };
}

describe("OP-57 a session of OCI in CI", () => {
  it("is got for the runner's token, bound to a key that was made for it, and kept from others", async () => {
    const { asked, env, folder, address } = await servers();
    const variables = await openSession(env, folder);
    const [runner, exchange] = asked;
    expect(runner?.path).toBe(`/runner?v=1&audience=${encodeURIComponent(address)}`);
    expect(runner?.authorization).toBe("Bearer REQUEST-TOKEN");
    expect(exchange?.path).toBe("/oauth2/v1/token");
    expect(exchange?.authorization).toBe(`Basic ${Buffer.from("client:CLIENT-SECRET").toString("base64")}`);
    const form = new URLSearchParams(exchange?.body);
    expect(form.get("subject_token")).toBe("RUNNER-TOKEN");
    expect(form.get("requested_token_type")).toBe("urn:oci:token-type:oci-upst");
    const config = readFileSync(variables["OCI_CONFIG_FILE"] ?? "", "utf8");
    const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(config)?.[1] ?? "";
    const key = createPrivateKey(readFileSync(setting("key_file")));
    const der = createPublicKey(key).export({ type: "spki", format: "der" });
    expect(form.get("public_key")).toBe(der.toString("base64"));
    expect(setting("fingerprint")).toBe(createHash("md5").update(der).digest("hex").match(/../g)?.join(":"));
    expect(readFileSync(setting("security_token_file"), "utf8")).toBe("UPST");
    expect(setting("region")).toBe("me-dubai-1");
    for (const file of [
      setting("key_file"),
      setting("security_token_file"),
      variables["OCI_CONFIG_FILE"] ?? "",
    ]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(JSON.stringify(variables)).not.toMatch(/UPST|TOKEN|SECRET/);
  });

  it("is refused with the domain's reason, and no token in it", async () => {
    const body = JSON.stringify({
      error: "invalid_client",
      error_description: "no trust",
      echo: "RUNNER-TOKEN",
    });
    const { env, folder } = await servers({ status: 401, body });
    const failure = await openSession(env, folder).catch((error: unknown) => String(error));
    expect(failure).toBe("Error: the identity domain refuses the token: 401 invalid_client no trust");
  });

  it("says everything that is missing at once, and sends the secret to nothing but https", async () => {
    await expect(openSession({}, "/nowhere")).rejects.toThrow(
      /OCI_DOMAIN_URL is missing[^]*OCI_CLIENT_SECRET is missing[^]*ACTIONS_ID_TOKEN_REQUEST_URL is missing; allowed: set by GitHub in a job with permissions: id-token: write/,
    );
    const { env, folder } = await servers();
    await expect(openSession({ ...env, OCI_DOMAIN_URL: "http://idcs.example.org" }, folder)).rejects.toThrow(
      /OCI_DOMAIN_URL is "http:\/\/idcs\.example\.org"/,
    );
  });
});
