/** What a process did to the files below a folder, operation by operation, and doing it again elsewhere. */
import fs from "node:fs";
import path from "node:path";

/** Paths are relative to the folder. */
export type DiskOperation =
  | { readonly op: "create" | "empty" | "mkdir" | "rm"; readonly path: string }
  | {
      readonly op: "write";
      readonly path: string;
      /** Where in the file; at its end when left out. */
      readonly at?: number;
      /** Base64. */
      readonly data: string;
    }
  | { readonly op: "truncate"; readonly path: string; readonly length: number }
  | { readonly op: "rename" | "link" | "copy"; readonly path: string; readonly to: string };

export function readTrace(file: string): DiskOperation[] {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  // A killed process may leave half a last line: that operation was done, and is not known.
  lines.pop();
  return lines.map((line) => JSON.parse(line) as DiskOperation);
}

/** Does an operation below another folder. */
export function replay(operation: DiskOperation, folder: string): void {
  const file = path.join(folder, operation.path);
  switch (operation.op) {
    case "mkdir":
      fs.mkdirSync(file, { recursive: true });
      break;
    case "create":
      fs.closeSync(fs.openSync(file, "a"));
      break;
    case "empty":
      fs.writeFileSync(file, "");
      break;
    case "rm":
      fs.rmSync(file, { recursive: true, force: true });
      break;
    case "write":
      write(file, Buffer.from(operation.data, "base64"), operation.at);
      break;
    case "truncate":
      fs.truncateSync(file, operation.length);
      break;
    case "rename":
      fs.renameSync(file, path.join(folder, operation.to));
      break;
    case "link":
      fs.linkSync(file, path.join(folder, operation.to));
      break;
    case "copy":
      fs.copyFileSync(file, path.join(folder, operation.to));
      break;
  }
}

function write(file: string, data: Buffer, at: number | undefined): void {
  if (at === undefined) return fs.appendFileSync(file, data);
  const descriptor = fs.openSync(file, "r+");
  try {
    fs.writeSync(descriptor, data, 0, data.length, at);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Content of every file below a folder, by its path. */
export function filesBelow(folder: string): Map<string, string> {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    files.sort().map((file) => [path.relative(folder, file), fs.readFileSync(file).toString("base64")]),
  );
}
