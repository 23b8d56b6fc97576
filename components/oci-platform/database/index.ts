export { AUTONOMOUS_ALARMS } from "./alarms";
export {
  AutonomousDatabase,
  type AutonomousDatabaseArgs,
  type AutonomousDatabaseChildren,
} from "./autonomous-database";
export { DatabaseAccess, type DatabaseAccessArgs, type DatabaseAccessChildren } from "./database-access";
export type { Database, DatabaseNetwork } from "./handle";
export { MysqlDatabase, type MysqlDatabaseArgs, type MysqlDatabaseChildren } from "./mysql";
export {
  PostgresqlDatabase,
  type PostgresqlDatabaseArgs,
  type PostgresqlDatabaseChildren,
} from "./postgresql";
