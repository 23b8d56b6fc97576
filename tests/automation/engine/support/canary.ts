/** Values that must never be seen again, and looking for them in everything that was shown or written. */
import fs from "node:fs";
import path from "node:path";

/** Hard to quote: every encoding changes it. */
export function canary(name: string): string {
  return `canary ${name}/"5%\\ü+`;
}

/** Forms in which a text may be quoted. */
export function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const quoted = JSON.stringify(text).slice(1, -1);
  return [
    text,
    quoted,
    JSON.stringify(quoted).slice(1, -1),
    encodeURIComponent(text),
    // Padding is where a longer text would go on.
    bytes.toString("base64").replaceAll("=", ""),
    bytes.toString("base64url"),
  ];
}

/** `secret in place (form n)` for each secret that is in a text. */
export function findIn(place: string, text: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) =>
    formsOf(secret).flatMap((form, index) =>
      text.includes(form) ? [`${secret} in ${place} (form ${index})`] : [],
    ),
  );
}

/** The same for every file below a folder. */
export function findBelow(folder: string, secrets: readonly string[]): string[] {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const file = path.join(entry.parentPath, entry.name);
    return findIn(file, fs.readFileSync(file, "utf8"), secrets);
  });
}
