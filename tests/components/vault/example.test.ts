import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { simulatedAccount, type Account } from "../deployed";

let account: Account;
beforeEach(() => {
  account = simulatedAccount();
});
afterEach(() => account.close());
const example = () => account.stack("vault/dev", { module: "components/vault/example.js" });

test("the example's certificate is a CA's, fits its key, and the key is nowhere in clear", async () => {
  const stack = await example();
  const { outputs } = await stack.up();
  const certificate = new X509Certificate(outputs["certificatePem"]?.value as string);
  const key = createPrivateKey(outputs["privateKeyPem"]?.value as string);

  expect(certificate.ca).toBe(true);
  expect(certificate.checkPrivateKey(key)).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.subject).toBe("O=acme\nCN=acme-dev-glb-vault-bootstrap-ca");
  expect(key.asymmetricKeyDetails).toEqual({ namedCurve: "secp384r1" });
  const years =
    (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / (365 * 24 * 3_600_000);
  expect(years).toBeCloseTo(3, 3);

  expect(outputs["privateKeyPem"]?.secret).toBe(true);
  const state = readFileSync(account.stateFile("vault/dev"), "utf8");
  expect(state).toContain("BEGIN CERTIFICATE");
  expect(state).not.toContain("PRIVATE KEY");
});

test("an unchanged CA is left alone", async () => {
  const stack = await example();
  await stack.up();
  const again = await stack.up();
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
});
