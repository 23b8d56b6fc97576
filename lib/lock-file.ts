/** Locks between the processes of a machine: a file that is there while one of them holds it, and says who. */
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import { textIn } from "./text-in";

/** A lock that was taken. */
export interface Taken {
  /** What its file says from here on. No two locks say the same. */
  readonly text: string;
  /** What one that is gone had left there. */
  readonly left: string | undefined;
}

/** A lock that somebody else has, or is about to. */
export interface Held<Holder> {
  readonly heldBy: Holder;
}

/**
 * Makes a file say that `holder` has it, at once or not at all. What was left by one that is gone is replaced by whoever has the
 * guard of just that lock, a lock like any other: however many see it at once, one of them replaces it, and the others find
 * what it wrote.
 *
 * @param holder what the file says, with an `id` of its own.
 * @param heldBy who has a lock that says this; undefined when it is gone.
 */
export function takeLock<Holder>(
  file: string,
  holder: object,
  heldBy: (text: string) => Holder | undefined,
  guards = file,
): Taken | Held<Holder> {
  const id = randomUUID();
  const text = JSON.stringify({ ...holder, id });
  // The file says who holds it from the first moment on: one that is still empty would be taken for nobody's.
  const draft = `${file}.${id}.new`;
  fs.writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
  try {
    for (;;) {
      if (linked(draft, file)) return { text, left: undefined };
      const left = textIn(file);
      if (left === undefined) continue;
      const other = heldBy(left);
      if (other !== undefined) return { heldBy: other };
      const guard = `${guards}.${createHash("sha256").update(`${file}\n${left}`).digest("hex")}.takeover`;
      const guarded = takeLock(guard, holder, heldBy, guards);
      if ("heldBy" in guarded) return guarded;
      try {
        if (textIn(file) !== left) continue;
        fs.renameSync(draft, file);
        return { text, left };
      } finally {
        fs.rmSync(guard, { force: true });
      }
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Gives a file another name as well; false where that name is taken. */
function linked(file: string, name: string): boolean {
  try {
    fs.linkSync(file, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
