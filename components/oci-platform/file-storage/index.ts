export { FileShare, type FileShareArgs, type FileShareChildren } from "./file-share";
export { fileSentences } from "./plan";
