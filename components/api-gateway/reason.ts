/** A reason that a reviewer can judge, not a word that satisfies the type. */
export function isReason(text: string | undefined): boolean {
  return text !== undefined && text.trim().split(/\s+/).length >= 3;
}
