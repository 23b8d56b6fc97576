/** Reads the lines of a stack trace. */

// Behind the last frame of an error that has properties Node begins to list them.
const FRAME = /^\s+at (?:.*\()?(?:file:\/\/)?(.+:\d+:\d+)\)?(?: \{)?$/;
/** Frames of packages, of Node, and of what runs a program: the user can mend nothing there. */
const FOREIGN =
  /node_modules|^node:|^data:|[\\/]stacks[\\/]define[\\/]|[\\/]automation[\\/](deploy|engine)[\\/]/;

/** Code that Node is given in an address, as what loads parts of the SDK late is, with parentheses that end no place. */
const ADDRESS = "data:text/javascript,";

/** Whether a line is a frame: `    at name (file:1:2)`, `    at async Promise.all (index 0)`. */
export function isFrame(line: string): boolean {
  return FRAME.test(line) || /^\s+at (?:new |async )?\S+ \(.*\)(?: \{)?$/.test(line);
}

/** `file:line:column` of the first frame that is in the user's own code; undefined where there is none. */
export function ownPlace(lines: readonly string[]): string | undefined {
  return lines
    .filter((line) => !line.includes(ADDRESS))
    .map((line) => FRAME.exec(line)?.[1])
    .find((place) => place !== undefined && !FOREIGN.test(place));
}
