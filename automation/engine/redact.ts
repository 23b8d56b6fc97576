/** Takes secrets out of text that is about to be shown or kept, in the forms in which programs and clouds quote them. */

/** What stands in a secret's place. */
export const REDACTED = "[secret]";

/** Secret configuration is hidden from this length on, as the CLI does. */
const SHORTEST_GIVEN = 3;
/** A member of a secret is often no secret by itself, such as a user's name: short words stay. */
const SHORTEST_MEMBER = 5;
const SHORTEST_WORD = 8;

export class Redactor {
  readonly #forms = new Set<string>();
  readonly #spared = new Set<string>();
  /** The longest first, so that no part of it is taken for another. */
  #ordered: readonly string[] | undefined;

  /** A value that somebody declared secret as a whole. */
  hide(text: string): void {
    if (text.trim().length >= SHORTEST_GIVEN) this.#add(text.trim());
    this.hideMembers(text);
  }

  /** A plain value that is secret, or a part of one; text that is JSON is looked into. */
  hideMembers(value: unknown): void {
    if (typeof value === "object" && value !== null) {
      for (const member of Object.values(value)) this.hideMembers(member);
      return;
    }
    if (typeof value !== "string" && typeof value !== "number") return;
    const text = String(value).trim();
    if (isTelling(text)) this.#add(text);
    for (const line of text.split("\n")) {
      // A program's output comes line by line. What marks the ends of a key is no secret.
      if (line !== text && !line.startsWith("-----") && isTelling(line.trim())) this.#add(line.trim());
    }
    if (/^[[{]/.test(text)) this.#hideJson(text);
  }

  #hideJson(text: string): void {
    let members: unknown;
    try {
      members = JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) return;
      throw error;
    }
    this.hideMembers(members);
  }

  /** A name that the program itself calls things by, and that a secret answer may repeat. */
  spare(name: string): void {
    this.#spared.add(name);
    if (this.#forms.delete(name)) this.#ordered = undefined;
  }

  #add(text: string): void {
    if (this.#forms.has(text) || this.#spared.has(text)) return;
    this.#ordered = undefined;
    const quoted = JSON.stringify(text).slice(1, -1);
    const bytes = Buffer.from(text);
    const forms = [
      text,
      quoted,
      encodeURIComponent(text),
      bytes.toString("base64"),
      bytes.toString("base64url"),
    ];
    for (const form of forms) this.#forms.add(form);
  }

  redact(text: string): string {
    this.#ordered ??= [...this.#forms].sort((a, b) => b.length - a.length);
    return this.#ordered.reduce((shown, form) => shown.replaceAll(form, REDACTED), text);
  }
}

function isTelling(text: string): boolean {
  return text.length >= SHORTEST_WORD || (text.length >= SHORTEST_MEMBER && /[^A-Za-z]/.test(text));
}
