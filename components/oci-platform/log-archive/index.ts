export type { ArchivedLog, LogArchiveArgs, LogArchiveChildren } from "./args";
export { LogArchive } from "./log-archive";
