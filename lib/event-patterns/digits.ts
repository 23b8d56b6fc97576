/**
 * A range of addresses as event-ruler keeps it: two strings of as many upper-case hexadecimal digits, compared digit by
 * digit, with the answer given at the first digit that decides. What follows that digit is not looked at, so a longer
 * or shorter string, even a number that is no address, can be in the range.
 */
export interface DigitRange {
  readonly bottom: string;
  readonly openBottom: boolean;
  readonly top: string;
  readonly openTop: boolean;
}

const isDigit = (character: string): boolean => /^[0-9A-F]$/.test(character);

/** Whether a text is in the range. `bottom` must be less than `top`. */
export function inRange(text: string, { bottom, openBottom, top, openTop }: DigitRange): boolean {
  let onBottom = true;
  let onTop = true;
  for (let i = 0; i < bottom.length; i++) {
    const digit = text.charAt(i);
    const low = bottom.charAt(i);
    const high = top.charAt(i);
    if (!isDigit(digit) || (onBottom && digit < low) || (onTop && digit > high)) return false;
    onBottom &&= digit === low;
    onTop &&= digit === high;
    if (!onBottom && !onTop) return true;
  }
  return onBottom ? !openBottom : !openTop;
}
