import { execFile, execFileSync } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  PrivateIssuer,
  ServiceCertificates,
  renewalTime,
  type CertificatePlan,
} from "../../../components/certificates";
import {
  credentials,
  idsOf,
  isAllowed,
  reloading,
  serverOptions,
} from "../../../components/certificates/peer";
import { BootstrapCa } from "../../../components/vault";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";
import { Workload, authority, issue, type Authority, type AuthorityInputs } from "./authority";

const place = { naming: { ...NAMING, site: "dxb" }, tags: TAGS };
const HOUR = 3_600_000;
const hourAgo = new Date(Date.now() - HOUR);

/** What the components ask for: the certificates of these tests are made of it and of nothing else. */
let asked: Recorded[];
const inputsOf = (name: string) => named(asked, name).inputs as unknown as AuthorityInputs;
const specOf = (account: string) =>
  named(asked, `shop-certificate-${account}`).inputs["spec"] as CertificatePlan;

let root: Authority;
let cluster: Authority;
let orders: Workload;
let server: tls.Server;
const refused: string[] = [];
const callers: string[][] = [];

const port = () => (server.address() as AddressInfo).port;

beforeAll(async () => {
  asked = await recorded(() => {
    const ca = new BootstrapCa("ca", place);
    const issuer = new PrivateIssuer("issuer", { ...place, root: ca, namespace: "cert-manager" });
    const { issuerName } = issuer;
    const accounts = { orders: {}, payments: { services: ["payments-svc"] }, reports: {} };
    new ServiceCertificates("shop", {
      ...place,
      trustDomain: "dev.acme",
      namespace: "shop",
      accounts,
      issuerName,
    });
  });
  root = authority("root", inputsOf("ca-certificate"), hourAgo);
  cluster = authority("cluster", inputsOf("issuer-certificate"), hourAgo, root);
  orders = new Workload(issue(specOf("orders"), cluster, hourAgo), root.pem);
  server = tls.createServer(serverOptions(orders.mounts), (socket) => {
    callers.push(idsOf(socket));
    socket.on("error", () => undefined);
    socket.end(isAllowed(socket, ["spiffe://dev.acme/ns/shop/sa/payments"]) ? "come in" : "not you");
  });
  server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => {
    // Null while nothing was found wrong with a certificate: there may have been none.
    const why = socket.authorizationError as unknown as string | null | undefined;
    refused.push(why ?? error.code ?? error.message);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.close();
});

/** What a client hears from the server: its answer, or why it got none. */
function call(options: tls.ConnectionOptions, host = "orders.shop.svc"): Promise<string> {
  return new Promise((resolve) => {
    const socket = tls.connect({ port: port(), host: "127.0.0.1", servername: host, ...options });
    let heard = "";
    socket.on("data", (data: Buffer) => (heard += data.toString()));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    socket.on("close", () => {
      resolve(heard === "" ? "closed" : heard);
    });
  });
}

const clientOf = (by: Authority, from = hourAgo, account = "payments") =>
  credentials(new Workload(issue(specOf(account), by, from), root.pem).mounts);

describe("two services with certificates as the components ask for", () => {
  test("OK-35, OK-44, OK-47 each knows the other by its certificate, and traffic is encrypted", async () => {
    expect(await call(clientOf(cluster))).toBe("come in");
    expect(callers.at(-1)).toEqual(["spiffe://dev.acme/ns/shop/sa/payments"]);
  });

  test("OK-44 a service that is known but not one of the callers is turned away", async () => {
    expect(await call(clientOf(cluster, hourAgo, "reports"))).toBe("not you");
  });

  test.each([
    ["none", () => ({ ca: root.pem }), "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE"],
    [
      "one of another CA",
      () => {
        const foreign = authority("root", inputsOf("ca-certificate"), hourAgo);
        return clientOf(authority("cluster", inputsOf("issuer-certificate"), hourAgo, foreign));
      },
      /^(UNABLE_TO_|CERT_SIGNATURE_FAILURE)/,
    ],
    ["an expired one", () => clientOf(cluster, new Date(Date.now() - 25 * HOUR)), "CERT_HAS_EXPIRED"],
    [
      "one of a CA that the cluster's CA made on its own",
      () => clientOf(authority("deeper", inputsOf("issuer-certificate"), hourAgo, cluster)),
      "PATH_LENGTH_EXCEEDED",
    ],
  ])("OK-35 a client with %s is refused", async (_name, options, why) => {
    const before = callers.length;
    const heard = await call(options());
    expect(heard).not.toMatch(/come in|not you/);
    expect(callers).toHaveLength(before);
    expect(refused.at(-1)).toMatch(why);
  });

  test("OK-35 plain text is refused", async () => {
    const before = callers.length;
    const answer = await new Promise<string>((resolve) => {
      http
        .get({ port: port(), host: "127.0.0.1" }, () => {
          resolve("answered");
        })
        .on("error", (error: NodeJS.ErrnoException) => {
          resolve(error.code ?? error.message);
        });
    });
    expect(answer).not.toBe("answered");
    expect(callers).toHaveLength(before);
    expect(refused.at(-1)).toBe("ERR_SSL_HTTP_REQUEST");
  });

  test("OK-47 a client talks to no server of another name, nor of another CA", async () => {
    expect(await call(clientOf(cluster), "payments-svc.shop.svc")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    const elsewhere = authority("root", inputsOf("ca-certificate"), hourAgo);
    expect(await call({ ...clientOf(cluster), ca: elsewhere.pem })).toMatch(/SELF_SIGNED|UNABLE/);
  });

  test("OK-35 OpenSSL's own client agrees, by TLS 1.3 and 1.2 and by nothing older", async () => {
    const { mounts } = new Workload(issue(specOf("payments"), cluster, hourAgo), root.pem);
    const leaf = path.join(mounts.certificate, "tls.crt");
    const client = (version: string) =>
      new Promise<string>((resolve) => {
        const args = [
          "s_client",
          "-connect",
          `127.0.0.1:${port()}`,
          version,
          "-brief",
          "-verify_return_error",
        ];
        args.push("-verify_hostname", "orders.shop.svc", "-CAfile", path.join(mounts.trust, "ca.crt"));
        args.push("-cert", leaf, "-cert_chain", leaf, "-key", path.join(mounts.certificate, "tls.key"));
        execFile("openssl", args, (_error, stdout, stderr) => {
          resolve(stdout + stderr);
        });
      });
    for (const [version, protocol] of [
      ["-tls1_3", "TLSv1.3"],
      ["-tls1_2", "TLSv1.2"],
    ] as const) {
      const said = await client(version);
      expect(said).toContain(`Protocol version: ${protocol}`);
      expect(said).toContain("Verification: OK");
      expect(said).toContain("come in");
    }
    expect(await client("-tls1_1")).not.toContain("come in");
  });

  test("OK-40 a renewed certificate is served without a restart, and a broken one is not taken", async () => {
    const served = () =>
      new Promise<string>((resolve, reject) => {
        const socket = tls.connect({
          port: port(),
          host: "127.0.0.1",
          servername: "orders.shop.svc",
          ...clientOf(cluster),
        });
        socket.once("secureConnect", () => {
          resolve(socket.getPeerX509Certificate()?.serialNumber ?? "");
          socket.destroy();
        });
        socket.once("error", reject);
      });
    const before = await served();
    let heard: (fault: Error | undefined) => void = () => undefined;
    const next = () => new Promise<Error | undefined>((resolve) => (heard = resolve));
    const stop = reloading(server, orders.mounts, (fault) => {
      heard(fault);
    });
    try {
      let reloaded = next();
      orders.renew(issue(specOf("orders"), cluster, new Date(Date.now() - 60_000)));
      expect(await reloaded).toBeUndefined();
      const after = await served();
      expect(after).not.toBe(before);
      reloaded = next();
      orders.renew({ cert: "damaged", key: "damaged" });
      expect(await reloaded).toBeInstanceOf(Error);
      expect(await served()).toBe(after);
    } finally {
      stop();
    }
  });

  test("OK-47 the whole chain verifies by OpenSSL, for a server and for a client", () => {
    const { mounts } = new Workload(issue(specOf("payments"), cluster, hourAgo), root.pem);
    for (const purpose of ["sslserver", "sslclient"]) {
      const leaf = path.join(mounts.certificate, "tls.crt");
      const args = [
        "verify",
        "-purpose",
        purpose,
        "-CAfile",
        path.join(mounts.trust, "ca.crt"),
        "-untrusted",
        leaf,
      ];
      expect(execFileSync("openssl", [...args, leaf]).toString()).toContain("OK");
    }
  });

  test("OK-40 what is renewed when cert-manager does it overlaps with what it replaces", () => {
    let now = hourAgo;
    for (let day = 0; day < 5; day++) {
      const { until } = issue(specOf("orders"), cluster, now);
      const renewed = renewalTime(now, until);
      expect(renewed.getTime() - now.getTime()).toBeLessThanOrEqual(16 * HOUR);
      expect(until.getTime() - renewed.getTime()).toBeGreaterThanOrEqual(8 * HOUR - 1000);
      now = renewed;
    }
  });
});
