import path from "node:path";

/** Whether a file is in a folder, at any depth. Both are absolute; what links lead to is not looked at. */
export const isWithin = (file: string, folder: string): boolean =>
  file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
