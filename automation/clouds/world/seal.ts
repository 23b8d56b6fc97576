import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts what the world writes. Inputs reach a provider with their secrets unwrapped, and which of them were secret
 * is not known here, so nothing about a resource but its type is written in clear: every record is sealed with
 * AES-256-GCM under a key that lies beside it with mode 0600. That keeps secrets out of copies, searches and reports
 * of the world's log; it does not protect them from someone who can read the whole directory as its owner.
 */
export class Seal {
  private constructor(private readonly key: Buffer) {}

  /** Opens the key at `file`, making one when there is neither a key nor anything sealed with it (`sealed`). */
  static open(file: string, sealed: string): Seal {
    if (!existsSync(file)) {
      if (existsSync(sealed) && !existsSync(file))
        throw new Error(
          `The key of the simulated world is missing: ${file}. Put it back, or remove ${sealed} to start from an ` +
            "empty world (its stacks' state must go too).",
        );
      mkdirSync(path.dirname(file), { recursive: true });
      const draft = `${file}.${String(process.pid)}`;
      writeFileSync(draft, randomBytes(keyBytes).toString("base64"), { mode: 0o600 });
      try {
        linkSync(draft, file);
      } catch (error) {
        // Another process was first: its key counts.
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      } finally {
        rmSync(draft, { force: true });
      }
    }
    const key = Buffer.from(readFileSync(file, "utf8"), "base64");
    if (key.length !== keyBytes) throw new Error(`The key of the simulated world is damaged: ${file}`);
    return new Seal(key);
  }

  seal(text: string): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv("aes-256-gcm", this.key, iv);
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
  }

  open(sealed: string): string {
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.key, bytes.subarray(0, ivBytes));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, "utf8") + decipher.final("utf8");
  }
}
