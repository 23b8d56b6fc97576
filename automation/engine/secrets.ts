/** The passphrase secrets provider, in the CLI's own format (sdk/go/common/resource/config/crypt.go). */
import { createCipheriv, createDecipheriv, createHash, pbkdf2, randomBytes } from "node:crypto";
import fs from "node:fs";
import { promisify } from "node:util";
import { EngineError, messageOf, usage } from "./errors";
import type { SecretReader, SecretWriter } from "./state";
import { SECRET_SIGNATURE, SIGNATURE } from "./wire";

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 8;
/** What the salt's check value holds: a passphrase that opens it to this is the right one. */
const CHECK_TEXT = "pulumi";

const derive = promisify(pbkdf2);
/** A key costs a fifth of a second; a process derives each once. */
const keys = new Map<string, Promise<Buffer>>();

function keyFor(passphrase: string, salt: Buffer): Promise<Buffer> {
  const name = createHash("sha256").update(salt).update(passphrase).digest("hex");
  let key = keys.get(name);
  if (key === undefined) {
    key = derive(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
    keys.set(name, key);
  }
  return key;
}

/**
 * The first salt that this process met with each passphrase, by the passphrase's hash. New stacks take it over: who finds
 * out the passphrase of one has that of the others anyway, and so many stacks cost one key.
 */
const salts = new Map<string, Buffer>();

function saltFor(passphrase: string, found?: Buffer): Buffer {
  const name = createHash("sha256").update(passphrase).digest("hex");
  const salt = salts.get(name) ?? found ?? randomBytes(SALT_BYTES);
  salts.set(name, salt);
  return salt;
}

/** Encrypts and decrypts for one stack. */
export class Crypter {
  readonly #known = new Map<string, string>();

  private constructor(
    /** `v1:<salt>:<check>`, what the checkpoint and the stack's settings keep. */
    readonly salt: string,
    private readonly key: Buffer,
  ) {}

  static async create(passphrase: string): Promise<Crypter> {
    const salt = saltFor(passphrase);
    const key = await keyFor(passphrase, salt);
    const check = encrypt(key, CHECK_TEXT);
    return new Crypter(`v1:${salt.toString("base64")}:${check}`, key);
  }

  static async open(state: string, passphrase: string): Promise<Crypter> {
    const match = /^v1:([^:]+):(v1:[^:]+:[^:]+)$/.exec(state);
    if (match?.[1] === undefined || match[2] === undefined) {
      throw new EngineError("damaged", `the stack's encryption salt is not of the form v1:<salt>:<check>`);
    }
    const salt = Buffer.from(match[1], "base64");
    const key = await keyFor(passphrase, salt);
    if (tryDecrypt(key, match[2]) !== CHECK_TEXT) {
      throw usage(
        "incorrect passphrase: it does not open this stack's secrets; set PULUMI_CONFIG_PASSPHRASE or " +
          "PULUMI_CONFIG_PASSPHRASE_FILE to the one that the stack was created with",
      );
    }
    saltFor(passphrase, salt);
    return new Crypter(state, key);
  }

  encrypt(plaintext: string): string {
    return encrypt(this.key, plaintext);
  }

  decrypt(ciphertext: string): string {
    const plaintext = tryDecrypt(this.key, ciphertext);
    if (plaintext === undefined) {
      throw new EngineError(
        "damaged",
        "a secret can not be decrypted: it was damaged, or encrypted with another stack's key; restore it from a " +
          "backup, or set it again",
      );
    }
    return plaintext;
  }

  /** Opens a secret of a checkpoint and remembers its ciphertext: an unchanged value is written as it was. */
  readonly read: SecretReader = (raw, urn) => {
    const { ciphertext, plaintext } = raw;
    if (typeof plaintext === "string") return plaintext;
    if (typeof ciphertext !== "string")
      throw new EngineError("damaged", `a secret of ${urn} holds no ciphertext`);
    const opened = this.decrypt(ciphertext);
    this.#known.set(`${urn}\0${opened}`, ciphertext);
    return opened;
  };

  readonly write: SecretWriter = (plaintext, urn) => {
    const name = `${urn}\0${plaintext}`;
    let ciphertext = this.#known.get(name);
    if (ciphertext === undefined) {
      ciphertext = this.encrypt(plaintext);
      this.#known.set(name, ciphertext);
    }
    return { [SIGNATURE]: SECRET_SIGNATURE, ciphertext };
  };
}

/** Writes secrets in the clear, as `stack export --show-secrets` does. */
export const writePlaintext: SecretWriter = (plaintext) => ({ [SIGNATURE]: SECRET_SIGNATURE, plaintext });

function encrypt(key: Buffer, plaintext: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function tryDecrypt(key: Buffer, text: string): string | undefined {
  const [version, nonceText, sealedText] = text.split(":");
  if (version !== "v1" || nonceText === undefined || sealedText === undefined) return undefined;
  const nonce = Buffer.from(nonceText, "base64");
  const sealed = Buffer.from(sealedText, "base64");
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const opened = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString("utf8");
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** The passphrase as the CLI finds it; an empty one counts when it was set on purpose. */
export function passphraseFrom(env: Readonly<Record<string, string | undefined>>): string {
  const direct = env["PULUMI_CONFIG_PASSPHRASE"];
  if (direct !== undefined) return direct;
  const file = env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (file !== undefined && file !== "") {
    try {
      return fs.readFileSync(file, "utf8").trim();
    } catch (error) {
      throw usage(
        `the passphrase file that PULUMI_CONFIG_PASSPHRASE_FILE names can not be read: ${messageOf(error)}`,
      );
    }
  }
  throw usage(
    "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
  );
}
